"""Who waits for models: the event loop where there is one, else the caller's thread.

A story's own steps compute, in a thread and in turns; while a model writes, no thread is held by `drive`, however many
calls are under way.
"""

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from apps.transform.protocols import CallListener, Found, ModelCall, ModelReply, Steps
from apps.transform.providers.asking import ask
from apps.transform.providers.ladder import close_rungs
from apps.transform.providers.writers import rungs as own_rungs
from tonebridge.resilience.cpu_slot import cpu_slot
from tonebridge.resilience.fair_queue import wait_turn
from tonebridge.resilience.threads import in_thread

Result = TypeVar("Result")


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What a story ended with."""

    value: Result


async def drive(story: Steps[Found], listener: CallListener | None = None) -> Found:
    """To the end: its steps in the pool of threads, its calls here. `listener` gets every answer of which something may be shown.

    Raises what the story raises, and TimedOut at the request's deadline.
    """
    reply: ModelReply | None = None
    try:
        while True:
            step = await in_thread(_advanced, story, reply)
            if isinstance(step, Done):
                return step.value
            await wait_turn(step.tier)
            reply = await ask(step, listener if step.guard else None)
    finally:
        with suppress(ValueError):  # a thread is in a step of it, which ends by itself
            story.close()


def drive_here(story: Steps[Found]) -> Found:
    """To the end in this thread; the calls are made on a loop that all such threads share."""
    reply: ModelReply | None = None
    while True:
        step = _advanced(story, reply)
        if isinstance(step, Done):
            return step.value
        reply = asyncio.run_coroutine_threadsafe(ask(step), _loop()).result()


def in_turns(story: Steps[Found]) -> Steps[Found]:
    """The same, computing when it is this thread's turn, and giving the turn back while a model writes."""
    reply: ModelReply | None = None
    while True:
        with cpu_slot():
            step = _advanced(story, reply)
        if isinstance(step, Done):
            return step.value
        reply = yield step


def _advanced(story: Steps[Found], reply: ModelReply | None) -> ModelCall | Done[Found]:
    """`StopIteration` can't pass through a future."""
    try:
        return next(story) if reply is None else story.send(reply)
    except StopIteration as end:
        return Done(end.value)


async def close_models() -> None:
    """Give back the connections to models: this loop's, and those of calls made for threads."""
    await _close_all()
    if _loop.cache_info().currsize:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_close_all(), _loop()))


async def _close_all() -> None:
    await close_rungs()
    await own_rungs.close()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """A loop in a thread of its own, begun by the first call of a process."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="tonebridge-models", daemon=True).start()
    return loop
