"""Who waits for a thread, and for how long: the wait of the one in front tells what the next one has to expect."""

from itertools import count

from tonebridge.resilience import clock


class WaitingLine:
    """In the order in which they came. Safe for threads: each step is one operation of a dictionary."""

    def __init__(self) -> None:
        self._since: dict[int, float] = {}
        self._numbers = count()

    def __len__(self) -> int:
        return len(self._since)

    def join(self) -> int:
        """A place, to be left by its number."""
        number = next(self._numbers)
        self._since[number] = clock.tick()
        return number

    def leave(self, number: int) -> None:
        """Served, or given up. May be called again."""
        self._since.pop(number, None)

    def longest_s(self) -> float:
        """How long the one in front has waited; 0 where nobody waits."""
        since = list(self._since.values())
        return clock.tick() - since[0] if since else 0.0
