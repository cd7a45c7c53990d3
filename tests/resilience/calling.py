"""Calls that go well or fail, around a breaker that opens for whole seconds."""

from tonebridge.errors import InvalidRequest, TimedOut, Unavailable
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.resilience.local_breaker import Policy

QUICK = Policy(first_open_s=1, lease_s=4)
"""Whole seconds: sums of them are exact."""


def fail(breaker: Breaker, times: int = 5, error: Exception | None = None) -> None:
    for _ in range(times):
        try:
            with breaker.guarded():
                raise error or Unavailable()
        except (Unavailable, TimedOut, InvalidRequest, KeyError):
            pass


def succeed(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with breaker.guarded():
            pass
