"""Turns at the processor: how many threads of this process compute at once.

Python runs one thread at a time. Where many compute, the event loop waits for its turn behind all of them, five
milliseconds each; where one does, it waits once. Nothing is lost by it: a second thread would not compute any sooner.
Waiting for a database or a model is no computing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local

TURNS = 1
_turns = BoundedSemaphore(TURNS)
_mine = local()


@contextmanager
def computing() -> Iterator[None]:
    """Compute inside the block, when it is this thread's turn. Not within another such block."""
    with _turns:
        _mine.held = True
        try:
            yield
        finally:
            _mine.held = False


@contextmanager
def waiting() -> Iterator[None]:
    """Give the turn back inside the block, for a database or a file in the middle of computing. Without a turn: nothing."""
    if not getattr(_mine, "held", False):
        yield
        return
    _mine.held = False
    _turns.release()
    try:
        yield
    finally:
        _turns.acquire()
        _mine.held = True
