"""The one source of time. Nothing else calls `datetime.now` or `time.time`. Tests freeze it with `frozen`, or let it pass: they stand in for `time`."""

import time
from contextlib import AbstractContextManager
from contextvars import ContextVar
from datetime import UTC, datetime

from tonebridge.context_vars import bound

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, in UTC and aware."""
    return _frozen.get() or datetime.fromtimestamp(time.time(), UTC)


def elapsed_ms(since: float) -> float:
    """Milliseconds since a value of `tick`."""
    return (tick() - since) * 1000


def tick() -> float:
    """Seconds of a monotonic clock, for durations only."""
    return time.perf_counter()


def frozen(at: datetime) -> AbstractContextManager[None]:
    """Make `now` answer `at` inside the block, in this context."""
    return bound(_frozen, at)
