"""By when a request wants its answer. The front door sets it; whatever takes time looks at what is left.

Carried by a ContextVar, so threads that `in_thread` starts know it too.
"""

import math
from contextlib import AbstractContextManager
from contextvars import ContextVar

from tonebridge.context_vars import bound
from tonebridge.errors import TimedOut
from tonebridge.resilience import clock

_until: ContextVar[float] = ContextVar("deadline", default=math.inf)


def within(seconds: float) -> AbstractContextManager[None]:
    """Let the block's work be over after `seconds`; an earlier deadline stays."""
    return bound(_until, min(_until.get(), clock.tick() + seconds))


def lifted() -> AbstractContextManager[None]:
    """No deadline inside the block: an answer that has begun goes on for as long as its reader reads."""
    return bound(_until, math.inf)


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
