"""Circuit breakers: what has failed is left alone for a moment, then tried by one call, and by all when that went well.

Shared by all processes in the cache server (`circuit_breaker.lua`: its clock, one script a question); while that server
is away, each process decides by itself. No breaker ever fails a call because of its own bookkeeping.

with breaker("provider:primary").guarded():
    ...
"""

import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from django_redis import get_redis_connection
from redis import RedisError
from redis.commands.core import Script

from tonebridge.errors import ToneBridgeError, Unavailable
from tonebridge.resilience import clock
from tonebridge.resilience.local_breaker import Decision, LocalBreaker, Policy, State
from tonebridge.telemetry import metrics, tracing

log = logging.getLogger(__name__)
SCRIPT = Path(__file__).with_suffix(".lua").read_text(encoding="utf-8")
Result = TypeVar("Result")
LOOK_AGAIN_S = 0.02
"""Between two looks of a call that waits while another one tries."""


class CircuitOpen(Unavailable):
    """Not even tried: it failed too often a moment ago."""


class Parked(CircuitOpen):
    """Not even tried: it asked to be left alone for so long."""


def is_a_failure(error: Exception) -> bool:
    """Whether an error speaks against the one that was called: all but our own refusals, which would come again."""
    return not (isinstance(error, ToneBridgeError) and error.permanent)


class Breaker:
    """One a dependency. Safe for threads.

    With `calm_s`, a breaker that was closed is believed to be for so many seconds without asking, and what went well
    meanwhile is told with the next question: for calls that are too quick for a question each. `label` names it in metrics
    where there are many of a kind. With `patience_s`, calls
    wait so many seconds for what the one that tries finds out, instead of being refused: for callers that are threads.
    """

    def __init__(
        self,
        name: str,
        *,
        shared: bool = True,
        calm_s: float = 0.0,
        patience_s: float = 0.0,
        policy: Policy | None = None,
        label: str = "",
    ) -> None:
        self.name, self._shared, self._calm_s, self._patience_s = name, shared, calm_s, patience_s
        self._label = label or name
        self._policy = policy or Policy()
        self._local, self._lock = LocalBreaker(self._policy), Lock()
        self._calm_until, self._unreported = -math.inf, 0
        self._parked_until = -math.inf
        self.is_tried_elsewhere = False
        """Whether no caller tries: somebody does who has the time (`look`). Of a breaker that isn't shared."""
        metrics.BREAKER_STATE.labels(self._label).set(State.CLOSED)

    @contextmanager
    def guarded(
        self,
        counts: Callable[[Exception], bool] = is_a_failure,
        opens_at: tuple[type[Exception], ...] = (),
        says_nothing: tuple[type[Exception], ...] = (),
    ) -> Iterator[None]:
        """Make a call inside the block. Raises CircuitOpen instead where it is open, Parked where it is parked.

        `counts` says which errors are failures. A call that was cancelled says nothing about the one called, nor do errors of
        `says_nothing`. `opens_at` are failures one of which is enough, for a breaker that isn't shared: each more would cost its
        caller a wait.
        """
        permit = self._admitted()
        try:
            yield
        except says_nothing:
            raise
        except Exception as error:
            self.tell(permit, ok=not counts(error), at_once=isinstance(error, opens_at))
            raise
        self.tell(permit, ok=True)

    def _admitted(self) -> int:
        decision, until = self.ask(), clock.tick() + self._patience_s
        while decision.state is State.HALF_OPEN and not decision.admits and clock.tick() < until:
            time.sleep(LOOK_AGAIN_S)
            decision = self.ask()
        if not decision.admits:
            refused = Parked if decision.state is State.PARKED else CircuitOpen
            raise refused(retry_after_s=max(1, math.ceil(decision.wait_s)))
        return decision.permit

    def ask(self) -> Decision:
        """May a call be made? With a permit above 0, it is the one that tries, and has to tell."""
        if (left := self._parked_until - clock.tick()) > 0:
            return Decision(State.PARKED, False, left, 0)
        if clock.tick() < self._calm_until:
            return Decision(State.CLOSED, False, 0.0, 0)
        if self.is_tried_elsewhere and not self._local.is_closed:
            return Decision(State.OPEN, False, self._policy.longest_open_s, 0)
        decision = self._recorded(self._decide(self._take_unreported()))
        if decision.state is State.CLOSED:
            self._calm_until = clock.tick() + self._calm_s
        return decision

    async def look(self, call: Callable[[], Awaitable[object]], *, slow_s: float) -> None:
        """For somebody who has the time: find out whether a closed one answers within `slow_s`, an open one again.

        Raises nothing of a failure. What callers find out themselves, errors of a closed one, isn't told.
        """
        if not self._local.is_closed:
            return await self._try_again(call, slow_s)
        began = clock.tick()
        with suppress(RedisError, OSError):
            await call()
            if clock.tick() - began > slow_s:
                self.tell(0, ok=False, at_once=True)
        return None

    async def _try_again(self, call: Callable[[], Awaitable[object]], slow_s: float) -> None:
        """Where its time is over, make the call that decides."""
        decision = self._recorded(_as_local(self._local.ask()))
        if not decision.permit:
            return
        began = clock.tick()
        try:
            await call()
        except (RedisError, OSError):
            self.tell(decision.permit, ok=False)
        else:
            self.tell(decision.permit, ok=clock.tick() - began <= slow_s)

    def tell(self, permit: int, *, ok: bool, at_once: bool = False) -> None:
        """How a call went; with `at_once` a failure is enough to open it."""
        if ok and not permit and clock.tick() < self._calm_until:
            with self._lock:
                self._unreported += 1
            return
        self._calm_until = self._calm_until if ok else -math.inf
        self._recorded(self._report(permit, ok, self._take_unreported(), at_once))

    def park(self, seconds: float) -> None:
        """Leave it alone for so long, in every process: it asked for that itself. In this one alone while the server is away.

        What asked for longer before is left alone for longer.
        """
        self._parked_until = max(self._parked_until, clock.tick() + seconds)
        key, left_ms = self._keys[1], max(1, round(seconds * 1000))
        self._at_server(lambda client: client.set(key, 1, px=left_ms, nx=True) or client.pexpire(key, left_ms, gt=True))

    @property
    def _keys(self) -> tuple[str, str]:
        return f"tb:breaker:{self.name}", f"tb:parked:{self.name}"

    def _take_unreported(self) -> int:
        with self._lock:
            unreported, self._unreported = self._unreported, 0
            return unreported

    def _decide(self, unreported: int) -> Decision:
        found = self._from_server("ask", 0, unreported, 0)
        return found or _as_local(self._local.ask())

    def _report(self, permit: int, ok: bool, unreported: int, at_once: bool) -> Decision:
        if permit < 0:
            return self._local.tell(-permit, ok=ok)
        found = self._from_server("tell", permit, unreported + ok, int(not ok))
        return found or self._local.tell(0, ok=ok, at_once=at_once)

    def _from_server(self, what: str, permit: int, good: int, bad: int) -> Decision | None:
        """What the script says; None where this breaker is the process's own, or the server is away."""
        policy = self._policy
        figures = (policy.least_calls, policy.ratio, policy.first_open_s, policy.longest_open_s, policy.lease_s)
        told = (what, permit, good, bad, *figures)
        answer = self._at_server(lambda client: _script()(self._keys, told, client))
        if answer is None:
            return None
        state, changed, wait_ms, given = cast(list[int], answer)
        return Decision(State(state), bool(changed), wait_ms / 1000, given)

    def _at_server(self, call: Callable[[Any], Any]) -> Any:  # as redis-py answers
        """What the call says; None where this breaker is the process's own, or the server is away."""
        if not self._shared:
            return None
        try:
            with redis_breaker.guarded(), tracing.span("redis.eval", None, **{"db.system": "redis"}):
                return call(get_redis_connection("default"))
        except (RedisError, OSError, CircuitOpen):
            return None

    def _recorded(self, decision: Decision) -> Decision:
        if decision.state is not State.PARKED:  # which says nothing of whether it works
            metrics.BREAKER_STATE.labels(self._label).set(decision.state)
        if decision.changed:
            state = decision.state.name.lower()
            metrics.BREAKER_TRANSITIONS.labels(self._label, state).inc()
            log.warning("circuit breaker", extra={"breaker": self.name, "state": state})
        return decision


def _as_local(decision: Decision) -> Decision:
    """Permits of this process are below 0, to be told from the server's."""
    return replace(decision, permit=-decision.permit)


@cache
def _script() -> Script:
    return Script(get_redis_connection("default"), SCRIPT)


redis_breaker = Breaker("redis", shared=False, policy=Policy(least_calls=2, longest_open_s=2.0))
"""Around the cache server, in every process: one that hangs costs those under way one wait, and the others none."""


@cache
def breaker(name: str) -> Breaker:
    """The shared breaker of that name, such as `provider:primary`. Few names: they are labels of metrics."""
    return Breaker(name)


def guarded(name: str, call: Callable[[], Result]) -> Result:
    """Make a call under the shared breaker of that name. Raises CircuitOpen, or what the call raises."""
    with breaker(name).guarded():
        return call()
