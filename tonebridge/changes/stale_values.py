"""What was known while the listener was current: for the time in which the database itself can't be asked."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from django.conf import settings

from tonebridge.bounded_dict import BoundedDict
from tonebridge.resilience import clock

Value = TypeVar("Value")


class StaleValues(Generic[Value]):
    """Values for `settings.WITHOUT_DATABASE_S` from the moment in which the connection broke. Not safe for threads."""

    def __init__(self, most: int) -> None:
        self._values = BoundedDict[Hashable, tuple[Value, float]](most)

    def put(self, values: Iterable[tuple[Hashable, Value]]) -> None:
        """Keep what was known until now."""
        until = clock.tick() + settings.WITHOUT_DATABASE_S
        for key, value in values:
            self._values[key] = (value, until)

    def get(self, key: Hashable) -> Value | None:
        """The value, while its time lasts."""
        value, until = self._values.get(key, (None, 0.0))
        return value if clock.tick() < until else None

    def drop(self, key: Hashable) -> None:
        """Let one go."""
        self._values.pop(key, None)

    def drop_where(self, is_gone: Callable[[Value], bool]) -> None:
        """Let those go of which that is true."""
        for key in [key for key, (value, _until) in self._values.items() if is_gone(value)]:
            del self._values[key]

    def clear(self) -> None:
        """Let all go."""
        self._values.clear()
