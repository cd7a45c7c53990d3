"""Who waits for a thread, and for how long the next one will have to: by the wait of the one in front, and by the pace of late.

A number alone says little: a thousand that take a millisecond each are served sooner than fifty on a machine that is busy.
"""

from itertools import count

from tonebridge.resilience import clock

WEIGHT = 0.1
"""Of the newest interval in the average."""


class WaitingLine:
    """In the order in which they came. Safe for threads: each step is one operation of a dictionary; the pace is an estimate."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._numbers = count()
        self._pace_s, self._last_began = 0.0, float("-inf")

    def __len__(self) -> int:
        return len(self._since)

    def join(self) -> int:
        """A place, to be left by its number."""
        number = next(self._numbers)
        self._since[number] = clock.tick()
        return number

    def begin(self, number: int) -> None:
        """Its turn has come."""
        since, now = self._since.pop(number, None), clock.tick()
        if since is not None and since < self._last_began:  # it had to wait for the one before it
            self._pace_s += WEIGHT * (now - self._last_began - self._pace_s)
        self._last_began = now

    def leave(self, number: int) -> None:
        """Given up, if it hasn't begun."""
        self._since.pop(number, None)

    def expected_s(self) -> float:
        """How long whoever joins now will wait, about; 0 where nobody does."""
        since = list(self._since.values())
        return max(clock.tick() - since[0], len(since) * self._pace_s) if since else 0.0
