"""When a program that stopped may start again."""

from collections import deque

LIMIT, WINDOW_S = 5, 60.0
FIRST_DELAY_S, LONGEST_DELAY_S = 0.1, 5.0


class Restarts:
    """Counts one program's ends. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        self._ends: deque[float] = deque()

    def delay(self, now: float) -> float | None:
        """Seconds to wait after an end at `now`, doubling with each within a minute; None for the sixth: give up."""
        self._ends.append(now)
        while now - self._ends[0] > WINDOW_S:
            self._ends.popleft()
        if len(self._ends) > LIMIT:
            return None
        return min(FIRST_DELAY_S * 2.0 ** (len(self._ends) - 1), LONGEST_DELAY_S)
