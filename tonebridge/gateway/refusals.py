"""What becomes of a refused credential: counted at once, audited after the answer, a few a second at most."""

from apps.accounts.actions.record_refused_credential import Refusal, record_refused_credential
from tonebridge.resilience import clock
from tonebridge.resilience.threads import later
from tonebridge.telemetry import metrics

AT_MOST, SECONDS = 20, 1.0
"""Handed over by one process; the verb's own limits, shared by all, are stricter. A flood must not fill the threads."""


class Window:
    """Lets `AT_MOST` pass in `SECONDS`. For one event loop alone."""

    def __init__(self) -> None:
        self._began, self._passed = 0.0, 0

    def admits(self) -> bool:
        """Whether one more may pass."""
        now = clock.tick()
        if now - self._began >= SECONDS:
            self._began, self._passed = now, 0
        self._passed += 1
        return self._passed <= AT_MOST


_window = Window()


def note_refusal(refusal: Refusal, shown: str) -> None:
    """Returns at once: who was refused learns nothing from how long it took."""
    metrics.CREDENTIALS_REFUSED.labels(refusal).inc()
    if _window.admits():
        later(record_refused_credential, refusal=refusal, shown=shown)
