"""A second question, about what was written: a model reads the message's claims and the rewrite, and says what became of each.

It costs a call, and it can only add to what is known: without time, without an answer, or with one that says nothing,
all stays as the comparison of values has left it.
"""

import logging
from dataclasses import dataclass

from django.conf import settings

from apps.transform.contracts import Complaint, Draft
from apps.transform.factlock.testimony import NoTestimony
from apps.transform.protocols import Guard, Reader, Steps
from apps.transform.providers.failures import word_of
from tonebridge.errors import ToneBridgeError
from tonebridge.resilience import clock
from tonebridge.telemetry import metrics

log = logging.getLogger(__name__)
TIER = "witness"
LEAST_S = 0.5
"""In less time no model has read two texts: it isn't asked."""


@dataclass(frozen=True)
class ModelWitness:
    """`apps.transform.protocols.Witness`. `reader` None: whichever model wrote reads what it wrote, and what rules wrote nobody reads."""

    reader: Reader | None = None

    def look_at(self, draft: Draft, guard: Guard, ends: float, writer: Reader | None = None) -> Steps[Complaint | None]:
        """What it found wrong with the draft; None where nothing, or where nobody could be asked."""
        reader = self.reader or writer
        if reader is None:
            return None
        outcome, began = "failed", clock.tick()
        try:
            outcome, complaint = yield from self._heard(reader, draft, guard, ends)
            return complaint
        except ToneBridgeError as error:
            outcome = word_of(error)
        except NoTestimony:
            outcome = "garbled"
        except Exception as error:  # ours: the draft was judged without it
            log.error("witness broke", exc_info=error)
        finally:
            metrics.PROVIDER_CALLS.labels(TIER, outcome).inc()
            metrics.PROVIDER_SECONDS.labels(TIER).observe(clock.tick() - began)
        return None

    def _heard(self, reader: Reader, draft: Draft, guard: Guard, ends: float) -> Steps[tuple[str, Complaint | None]]:
        """How it went, and what is wrong with the draft."""
        question = guard.comparison(draft)
        if question is None:
            return "nothing to read", None
        left = min(ends - clock.tick(), settings.LLM_VERIFY_S)
        if left < LEAST_S:
            return "no time", None
        answer = yield from reader.ask(question, left)
        return "answered", guard.hear(draft, answer, reader.name)
