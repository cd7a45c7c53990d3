"""Readiness as it was a moment ago, for callers whom nobody knows: their asking mustn't cost a look at every dependency."""

from threading import Lock

from tonebridge.resilience import clock
from tonebridge.telemetry.probes import Readiness, readiness

RECENT_S = 1.0
_looking = Lock()
_recent: tuple[float, Readiness] | None = None


def recent_readiness() -> Readiness:
    """`readiness`, looked at anew at most once in `RECENT_S` seconds. Blocks as that does: call it in a thread."""
    global _recent
    with _looking:
        if _recent is None or clock.tick() - _recent[0] >= RECENT_S:
            _recent = (clock.tick(), readiness())
        return _recent[1]
