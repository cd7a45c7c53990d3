"""By when a request wants its answer. The front door sets it; whatever takes time looks at what is left.

Carried by a ContextVar, so threads that `in_thread` starts know it too.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tonebridge.errors import TimedOut
from tonebridge.resilience import clock

_until: ContextVar[float] = ContextVar("deadline", default=math.inf)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let the block's work be over after `seconds`; an earlier deadline stays."""
    token = _until.set(min(_until.get(), clock.tick() + seconds))
    try:
        yield
    finally:
        _until.reset(token)


@contextmanager
def lifted() -> Iterator[None]:
    """No deadline inside the block: an answer that has begun goes on for as long as its reader reads."""
    token = _until.set(math.inf)
    try:
        yield
    finally:
        _until.reset(token)


def until() -> float:
    """By when (`clock.tick`). Infinite outside of a request."""
    return _until.get()


def left_s(most: float = math.inf) -> float:
    """Seconds left, at most `most`; never below 0. Infinite outside of a request."""
    return max(0.0, min(most, _until.get() - clock.tick()))


def check() -> None:
    """Raises TimedOut where no time is left: what begins now would be for nobody."""
    if _until.get() <= clock.tick():
        raise TimedOut
