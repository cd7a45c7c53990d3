"""The ladder: the best rung that answers. Falls only on errors that say so; the tier that wrote is named.

primary ▸ secondary ▸ rules ▸ similar      (`settings.TRANSFORM_RUNGS`, best first)
"""

import logging
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, ProviderInfo, Tier, TransformRequest
from apps.transform.protocols import Rung
from tonebridge.errors import ToneBridgeError, Unavailable
from tonebridge.resilience import clock, deadline
from tonebridge.resilience.circuit_breaker import guarded
from tonebridge.telemetry import metrics, tracing

log = logging.getLogger(__name__)
REMOTE: tuple[Tier, ...] = ("primary", "secondary")


@dataclass(frozen=True)
class Written:
    """A draft and who wrote it. `degraded_reason` says why the first rung did not; None when it did."""

    draft: Draft
    tier: Tier
    provider: ProviderInfo
    degraded_reason: str | None = None


@dataclass(frozen=True)
class Ladder:
    """Rungs, best first."""

    rungs: tuple[Rung, ...]

    def write(self, wanted: TransformRequest, document: Document) -> Written:
        """The draft of the best rung that answers. Raises Unavailable when none does."""
        reason: str | None = None
        for rung in self._for(wanted):
            try:
                draft = _timed(rung, wanted, document)
            except ToneBridgeError as error:
                log.warning("rung failed", extra={"tier": rung.tier, "code": error.code})
                reason = reason or f"{rung.tier}: {error.code.lower()}"
                continue
            return Written(draft, rung.tier, rung.describe(wanted), reason)
        raise Unavailable

    def _for(self, wanted: TransformRequest) -> tuple[Rung, ...]:
        return tuple(rung for rung in self.rungs if wanted.tier == "auto" or rung.tier == wanted.tier)


def _timed(rung: Rung, wanted: TransformRequest, document: Document) -> Draft:
    started, outcome = clock.tick(), "failed"
    try:
        draft = _written(rung, wanted, document)
        outcome = "answered"
        return draft
    finally:
        metrics.PROVIDER_SECONDS.labels(rung.tier).observe(clock.tick() - started)
        metrics.PROVIDER_CALLS.labels(rung.tier, outcome).inc()


def _written(rung: Rung, wanted: TransformRequest, document: Document) -> Draft:
    """Rungs that ask another machine stand behind a breaker, and begin nothing that can't be over in time."""
    with tracing.span("provider", tier=rung.tier):
        if rung.tier not in REMOTE:
            return rung.write(wanted, document)
        deadline.check()
        return guarded(f"provider:{rung.tier}", lambda: rung.write(wanted, document))


@lru_cache(maxsize=1)
def configured_ladder() -> Ladder:
    """The ladder of the settings."""
    return Ladder(tuple(import_string(path)() for path in settings.TRANSFORM_RUNGS))
