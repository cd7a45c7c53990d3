"""A circuit breaker of this process alone: for the cache server itself, and for the time that server is away.

Decides as `circuit_breaker.lua` does, line by line.
"""

import math
from collections import deque
from dataclasses import dataclass
from enum import IntEnum
from threading import Lock

from tonebridge.resilience import clock

WINDOW_S = 10.0


class State(IntEnum):
    """Closed lets calls through, open refuses them, half open lets one through, to try.

    Parked refuses them, too, whatever became of earlier ones: what is called asked for that.
    """

    CLOSED = 0
    HALF_OPEN = 1
    OPEN = 2
    PARKED = 3


@dataclass(frozen=True)
class Policy:
    """When a breaker opens, and for how long. Times in seconds."""

    least_calls: int = 5
    ratio: float = 0.5
    first_open_s: float = 0.5
    longest_open_s: float = 30.0
    lease_s: float = 2.0
    """How long the one call that tries may keep the others waiting; after that another may try."""


@dataclass(frozen=True)
class Decision:
    """What a breaker says. `permit` isn't 0 for the one call that tries; the others of a half open one wait."""

    state: State
    changed: bool
    wait_s: float
    permit: int

    @property
    def admits(self) -> bool:
        """Whether the call may be made."""
        return self.state is State.CLOSED or self.permit != 0


class LocalBreaker:
    """One a name. Safe for threads."""

    def __init__(self, policy: Policy) -> None:
        self._policy, self._lock = policy, Lock()
        self._calls: deque[tuple[float, bool]] = deque(maxlen=10_000)
        self._until: float | None = None
        self._times, self._closed_at = 0, -math.inf
        self._permit, self._permit_ends, self._void = 0, 0.0, 0

    @property
    def is_closed(self) -> bool:
        """Whether calls are let through without trying first."""
        return self._until is None

    def ask(self) -> Decision:
        """May a call be made?"""
        with self._lock:
            return self._asked(clock.tick())

    def tell(self, permit: int, *, ok: bool, at_once: bool = False) -> Decision:
        """How a call went that was admitted with `permit`. A failure `at_once` opens it, whatever went well before."""
        with self._lock:
            now = clock.tick()
            if permit:
                return self._tried(permit, ok, now)
            if self._until is not None:
                return Decision(State.OPEN, False, 0.0, 0)
            self._calls.append((now, ok))
            bad = not ok and (at_once or self._is_bad(now))
            return self._open(self._times_before(now), now) if bad else _CLOSED

    def _asked(self, now: float) -> Decision:
        if self._until is None:
            return _CLOSED
        if now < self._until:
            return Decision(State.OPEN, False, self._until - now, 0)
        if now < self._permit_ends:
            return Decision(State.HALF_OPEN, False, self._permit_ends - now, 0)
        changed = self._permit_ends == 0.0
        self._permit, self._permit_ends = self._permit + 1, now + self._policy.lease_s
        return Decision(State.HALF_OPEN, changed, 0.0, self._permit)

    def _tried(self, permit: int, ok: bool, now: float) -> Decision:
        """The first that tells decides: one may take longer than its lease. Those of before it opened say nothing."""
        if self._until is None or permit <= self._void:
            return Decision(State.CLOSED if self._until is None else State.OPEN, False, 0.0, 0)
        if not ok:
            return self._open(self._times + 1, now)
        self._until, self._closed_at = None, now
        return Decision(State.CLOSED, True, 0.0, 0)

    def _open(self, times: int, now: float) -> Decision:
        seconds = min(self._policy.longest_open_s, self._policy.first_open_s * 2**times)
        self._times, self._until, self._permit_ends, self._void = times, now + seconds, 0.0, self._permit
        self._calls.clear()
        return Decision(State.OPEN, True, seconds, 0)

    def _times_before(self, now: float) -> int:
        """Opened again soon after it closed, it stays open for longer."""
        return self._times + 1 if now - self._closed_at < WINDOW_S else 0

    def _is_bad(self, now: float) -> bool:
        while self._calls and self._calls[0][0] <= now - WINDOW_S:
            self._calls.popleft()
        failed = sum(not ok for _at, ok in self._calls)
        return len(self._calls) >= self._policy.least_calls and failed / len(self._calls) >= self._policy.ratio


_CLOSED = Decision(State.CLOSED, False, 0.0, 0)
