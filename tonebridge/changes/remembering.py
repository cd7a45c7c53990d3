"""A cache in memory, shared by threads, that is kept until the listener is notified of a change."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from tonebridge.bounded_dict import BoundedDict
from tonebridge.changes.listener import ChangeListener
from tonebridge.changes.stale_values import StaleValues

Value = TypeVar("Value")
MOST = 2_000


class Remembered(Generic[Value]):
    """Values by the group that notifications name. Safe for threads. While the listener isn't current nothing is cached, nor is
    what `keeps` turns down.
    """

    def __init__(
        self, listener: ChangeListener, *, most: int = MOST, keeps: Callable[[Value], bool] = lambda _value: True
    ) -> None:
        self._listener, self._keeps = listener, keeps
        self._stale = StaleValues[Value](most)
        self._values = BoundedDict[Hashable, Value](most)
        self._lock, self._forgotten = Lock(), 0

    def get(self, group: Hashable, read: Callable[[], Value]) -> Value:
        """The value; `read` where it isn't known. What was forgotten while it was being read isn't kept."""
        if not self._listener.is_current:
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
            if moment == self._forgotten and self._listener.is_current:
                self._values[group] = value

    def knows(self, group: Hashable) -> bool:
        """Whether `get` would answer without reading."""
        return self._listener.is_current and group in self._values

    def last(self, group: Hashable) -> Value | None:
        """What was known while the listener was current, for those who can't read. None where nothing was, or long ago."""
        with self._lock:
            return self._values[group] if group in self._values else self._stale.get(group)

    def forget(self, group: Hashable) -> None:
        """Let one go; all for `*`. What goes because the connection broke is kept as stale."""
        with self._lock:
            self._forgotten += 1
            if group != "*":
                self._values.pop(group, None)
                return self._stale.drop(group)
            if self._listener.is_current:
                self._stale.clear()
            else:
                self._stale.put(self._values.items())
            return self._values.clear()
