"""Readiness: each dependency tried side by side, for at most a second.

A probe is a function without arguments that returns when all is well and raises otherwise; `ProbeFailed` says why in
a few words, any other error is answered as its class only (messages of drivers name hosts and users). Apps add theirs
to `settings.READINESS_PROBES` as `name: dotted path`.
"""

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.module_loading import import_string

from tonebridge.telemetry import metrics
from tonebridge.telemetry.bounded import Outcome, run_bounded

PROBE_SECONDS = 1.0
VITAL = "database"
"""The one dependency without which nothing can be answered for long (`settings.READY_WITHOUT_DATABASE`: for now). All others degrade
the service."""


class ProbeFailed(Exception):
    """A dependency is not as it should be. The text is shown to operators: short, without addresses or secrets."""


@dataclass(frozen=True)
class Dependency:
    """One dependency. `reason` is empty when it is ok; `milliseconds` is how long the answer took."""

    name: str
    status: Literal["ok", "failed"]
    reason: str
    milliseconds: float


@dataclass(frozen=True)
class Readiness:
    """`ready` says whether to send requests here; `degraded` names what is missing meanwhile."""

    ready: bool
    degraded: tuple[str, ...]
    dependencies: tuple[Dependency, ...]


def readiness() -> Readiness:
    """Try every dependency. Blocks for `PROBE_SECONDS` at most: call it in a thread."""
    outcomes = run_bounded(settings.READINESS_PROBES, seconds=PROBE_SECONDS)
    dependencies = tuple(_dependency(name, outcome) for name, outcome in outcomes.items())
    failed = tuple(dependency.name for dependency in dependencies if dependency.status == "failed")
    ready = VITAL not in failed or bool(import_string(settings.READY_WITHOUT_DATABASE)())
    return Readiness(ready=ready, degraded=failed, dependencies=dependencies)


def _dependency(name: str, outcome: Outcome) -> Dependency:
    metrics.DEPENDENCY_UP.labels(dependency=name).set(outcome.error is None)
    if outcome.error is None:
        return Dependency(name, "ok", "", outcome.milliseconds)
    return Dependency(name, "failed", _reason(outcome.error), outcome.milliseconds)


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {PROBE_SECONDS:g} s"
    return str(error) if isinstance(error, ProbeFailed) else type(error).__name__
