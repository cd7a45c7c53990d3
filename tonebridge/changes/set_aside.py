"""What was known when the ear was last heard: for the time in which the database itself can't be asked."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from django.conf import settings

from tonebridge.resilience import clock

Value = TypeVar("Value")


class SetAside(Generic[Value]):
    """Values for `settings.WITHOUT_DATABASE_S` from the moment in which the ear went deaf. Nothing here is locked."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, tuple[Value, float]] = OrderedDict()

    def put(self, values: Iterable[tuple[Hashable, Value]]) -> None:
        """Set aside what was known until now."""
        until = clock.tick() + settings.WITHOUT_DATABASE_S
        for key, value in values:
            self._values[key] = (value, until)
        while len(self._values) > self._most:
            self._values.popitem(last=False)

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
