"""How many threads of this process compute at once: a slot each.

Python runs one thread at a time. Where many compute, the event loop waits for its turn behind all of them, five
milliseconds each; where one does, it waits once. Nothing is lost by it: a second thread would not compute any sooner.
Waiting for a database or a model needs no slot.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local

SLOTS = 1
_slots = BoundedSemaphore(SLOTS)
_thread = local()


@contextmanager
def cpu_slot() -> Iterator[None]:
    """Hold a slot inside the block, once one is free. Not reentrant."""
    with _slots:
        _thread.holds_slot = True
        try:
            yield
        finally:
            _thread.holds_slot = False


@contextmanager
def cpu_slot_released() -> Iterator[None]:
    """Release this thread's slot inside the block, to wait for a database or a file while computing. Without one: nothing."""
    if not getattr(_thread, "holds_slot", False):
        yield
        return
    _thread.holds_slot = False
    _slots.release()
    try:
        yield
    finally:
        _slots.acquire()
        _thread.holds_slot = True
