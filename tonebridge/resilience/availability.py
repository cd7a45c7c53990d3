"""Whether a server is away: after a failure it is left alone for a moment, and the change is logged once."""

import logging
from collections.abc import Callable

from tonebridge.resilience import clock

log = logging.getLogger(__name__)
LEFT_ALONE_S = 1.0


class Availability:
    """Of one use of a server. `count` counts what was done without it."""

    def __init__(self, what: str, counted: Callable[[], None] = lambda: None) -> None:
        self._what, self.count = what, counted
        self._until = float("-inf")
        self._failing = False

    @property
    def is_away(self) -> bool:
        """Whether to do without the server: it failed less than a second ago."""
        return self._failing and clock.tick() < self._until

    def failed(self, error: Exception) -> None:
        """The server didn't answer."""
        self.count()
        self._until = clock.tick() + LEFT_ALONE_S
        if not self._failing:
            self._failing = True
            log.warning("going on without", extra={"what": self._what, "error": type(error).__name__})

    def answered(self) -> None:
        """The server answered."""
        if self._failing:
            self._failing = False
            log.warning("back again", extra={"what": self._what})
