"""Synchronous work off the event loop: a bounded pool of threads, each giving its database connections back."""

import asyncio
import logging
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from functools import lru_cache, partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.utils import translation

from tonebridge.errors import TimedOut, Unavailable
from tonebridge.resilience import deadline, turns
from tonebridge.resilience.waiting_line import WaitingLine
from tonebridge.telemetry.shed_requests import count_shed

log = logging.getLogger(__name__)
_put_off: ContextVar[list[Callable[[], object]] | None] = ContextVar("threads.put_off", default=None)
_has_room_until: ContextVar[float] = ContextVar("threads.has_room_until", default=-math.inf)
"""The deadline of the request that has found room."""
_line = WaitingLine()
Args = ParamSpec("Args")
Result = TypeVar("Result")


async def in_thread(work: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
    """Run `work` in the pool with the caller's context and language; with `GATEWAY_THREADS` 0, here and now (tests).

    Raises TimedOut at the request's deadline. What has not begun by then, or when the caller is cancelled, never does; what
    has is not waited for. Raises Unavailable at once where a request comes too late to be served in time. Work without a
    deadline always finds its place.
    """
    deadline.check()
    _check_room()
    call = partial(work, *args, **kwargs)
    loop = asyncio.get_running_loop()
    if not settings.GATEWAY_THREADS:
        return _here(call, loop)
    place = _line.join()
    running = loop.run_in_executor(_pool(), _as_here(call, place))
    running.add_done_callback(lambda _done: _line.leave(place))  # also where it was called off before it began
    return await _in_time(running)


def waiting() -> int:
    """Pieces of work that no thread has begun."""
    return len(_line)


def expected_wait_s() -> float:
    """How long a piece that came now would wait, about."""
    return _line.expected_s()


def _check_room() -> None:
    """Once a request: what has begun is finished, or a model was asked for nothing.

    Load shedding looks at the door (`gateway/load_shedding.py`); a burst has passed it before the first of them is here.
    """
    until = deadline.until()
    if until == math.inf or until <= _has_room_until.get():
        return
    if waiting() >= settings.GATEWAY_MOST_WAITING or expected_wait_s() >= settings.GATEWAY_MOST_WAIT_S:
        count_shed("pool")
        raise Unavailable(retry_after_s=1)
    _has_room_until.set(until)


async def _in_time(running: "asyncio.Future[Result]") -> Result:
    left = deadline.left_s()
    if left == math.inf:
        return await running
    try:
        done, _late = await asyncio.wait({running}, timeout=left)
        if not done:
            raise TimedOut
        return running.result()
    finally:
        running.cancel()  # whether its time was over or its caller has gone: what waits for a thread need not begin


def later(work: Callable[Args, object], *args: Args.args, **kwargs: Args.kwargs) -> None:
    """Run `work` in the pool without waiting for it; what it raises is logged. With `GATEWAY_THREADS` 0, here and now."""
    call = partial(_logged, partial(work, *args, **kwargs))
    if not settings.GATEWAY_THREADS:
        return _here(call, asyncio._get_running_loop())
    with deadline.lifted(), turns.lifted():
        _submit(call)
    return None


def _submit(call: Callable[[], None]) -> None:
    place = _line.join()
    try:
        _pool().submit(_as_here(call, place))
    except RuntimeError:  # the pool is ending
        _line.leave(place)
        call()


def afterwards(work: Callable[[], object]) -> None:
    """Run `work` once the running piece of the pool's work is done, and whoever waits for it has it; here and now where none is.

    For what nobody waits for and others would make up for: a process that is killed in between never does it.
    """
    waiting_for_the_end = _put_off.get()
    if waiting_for_the_end is None:
        work()
    else:
        waiting_for_the_end.append(work)


def finish() -> None:
    """End the pool when all of its work is done."""
    if _pool.cache_info().currsize:
        _pool().shutdown()
        _pool.cache_clear()


def _logged(call: Callable[[], object]) -> None:
    try:
        call()
    except Exception as error:
        log.error("work for later failed", exc_info=error)


def _here(call: Callable[[], Result], loop: asyncio.AbstractEventLoop | None) -> Result:
    """As if no loop were running, so that Django finds the connection of this thread and not one of the task's."""
    asyncio._set_running_loop(None)
    try:
        return call()
    finally:
        asyncio._set_running_loop(loop)


def _as_here(call: Callable[[], Result], place: int) -> Callable[[], Result]:
    return partial(copy_context().run, _released, call, place, translation.get_language())


def _released(call: Callable[[], Result], place: int, language: str | None) -> Result:
    """Django keeps the language in asgiref's `Local`, which is empty in another thread although the context is copied there. Set in
    that copy, it ends with it.
    """
    _line.begin(place)
    if language:  # `deactivate_all`: none
        translation.activate(language)
    deadline.check()
    put_off = list[Callable[[], object]]()
    token = _put_off.set(put_off)
    try:
        with turns.at_work():
            return call()
    finally:
        _put_off.reset(token)
        close_old_connections()
        for work in put_off:
            later(work)


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.GATEWAY_THREADS, thread_name_prefix="tonebridge")
