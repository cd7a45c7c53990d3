"""A dictionary with a bound: the entry that was set longest ago gives way to one that is one too many."""

from collections import OrderedDict
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class BoundedDict(OrderedDict[Key, Value]):
    """At most `most` entries. Setting one makes it the newest, and so does `move_to_end`; reading doesn't. As safe for threads as a `dict`
    whose entries go on their own: who needs more than one step at a time takes a lock.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        if len(self) > self.most:
            self.popitem(last=False)
