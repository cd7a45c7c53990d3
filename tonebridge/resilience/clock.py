"""The one source of time. Tests freeze it with `frozen`; nothing else calls `datetime.now` or `time.time`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, in UTC and aware."""
    return _frozen.get() or datetime.now(UTC)


def elapsed_ms(since: float) -> float:
    """Milliseconds since a value of `tick`."""
    return (tick() - since) * 1000


def tick() -> float:
    """Seconds of a monotonic clock, for durations only."""
    return time.perf_counter()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Make `now` answer `at` inside the block, in this context."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
