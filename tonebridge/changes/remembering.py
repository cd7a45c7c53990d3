"""What threads remember until the ear hears that it has changed."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from tonebridge.changes.ear import Ear
from tonebridge.changes.set_aside import SetAside

Value = TypeVar("Value")
MOST = 2_000


class Remembered(Generic[Value]):
    """Values by the group whose changes the ear tells of. Safe for threads. Without an ear that hears, nothing is remembered, nor is
    what `keeps` turns down.
    """

    def __init__(self, ear: Ear, *, most: int = MOST, keeps: Callable[[Value], bool] = lambda _value: True) -> None:
        self._ear, self._most, self._keeps = ear, most, keeps
        self._aside = SetAside[Value](most)
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock, self._forgotten = Lock(), 0

    def get(self, group: Hashable, read: Callable[[], Value]) -> Value:
        """The value; `read` where it isn't known. What was forgotten while it was being read isn't kept."""
        if not self._ear.hears:
            return read()
        with self._lock:
            moment = self._forgotten
            if group in self._values:
                self._values.move_to_end(group)
                return self._values[group]
        value = read()
        if self._keeps(value):
            self._keep(group, value, moment)
        return value

    def _keep(self, group: Hashable, value: Value, moment: int) -> None:
        with self._lock:
            if moment == self._forgotten and self._ear.hears:
                self._values[group] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)

    def knows(self, group: Hashable) -> bool:
        """Whether `get` would answer without reading."""
        return self._ear.hears and group in self._values

    def last(self, group: Hashable) -> Value | None:
        """What was known when the ear was last heard, for those who can't read. None where nothing was, or long ago."""
        with self._lock:
            return self._values[group] if group in self._values else self._aside.get(group)

    def forget(self, group: Hashable) -> None:
        """Let one go; all for `*`. What goes because the ear has gone deaf is set aside."""
        with self._lock:
            self._forgotten += 1
            if group != "*":
                self._values.pop(group, None)
                return self._aside.drop(group)
            if self._ear.hears:
                self._aside.clear()
            else:
                self._aside.put(self._values.items())
            return self._values.clear()
