"""Look-ups of names, in threads of their own: the system's resolver has no end to its patience.

A thread that waits for a name can't be ended. So each owner has a few at most, also those that nobody waits for any more: who
names servers that answer slowly, or never, waits for them alone.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from threading import Lock

THREADS = 64
"""They are begun when they are needed; a waiting one costs its stack."""
MOST_EACH = 3
"""Names of one owner that are looked up at once: two models, and an address that is being entered."""

Addresses = tuple[str, ...]
Name = tuple[str, str, int]
"""Owner, host, port."""


class TooMany(Exception):
    """Of an owner, as many names are being looked up as may be."""


class Lookups:
    """Who looks up what. Safe for threads."""

    def __init__(self, threads: int = THREADS, most_each: int = MOST_EACH) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="tonebridge-resolve")
        self._most_each = most_each
        self._under_way: dict[Name, Future[Addresses]] = {}
        self._each: Counter[str] = Counter()
        self._lock = Lock()

    def begin(self, name: Name, look: Callable[[str, int], Addresses]) -> "Future[Addresses]":
        """What `look(host, port)` will find; calls for the same name at the same moment share it. Raises TooMany."""
        owner, _host, _port = name
        with self._lock:
            if name in self._under_way:
                return self._under_way[name]
            if self._each[owner] >= self._most_each:
                raise TooMany
            self._each[owner] += 1
            self._under_way[name] = self._threads.submit(self._look, name, look)
            return self._under_way[name]

    def _look(self, name: Name, look: Callable[[str, int], Addresses]) -> Addresses:
        _owner, host, port = name
        try:
            return look(host, port)
        finally:  # before anybody has it: whoever asks after an answer looks anew
            self._end(name)

    def _end(self, name: Name) -> None:
        owner, _host, _port = name
        with self._lock:
            del self._under_way[name]
            self._each[owner] -= 1
            if not self._each[owner]:
                del self._each[owner]


@lru_cache(maxsize=1)
def lookups() -> Lookups:
    """Those of this process."""
    return Lookups()
