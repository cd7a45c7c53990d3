"""Waiting for what comes about by itself, in another task, thread or process. Nowhere else does a test sleep to look again."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable

SOON_S = 20.0
"""However busy the machine is; by its own clock, whatever a test does to the product's."""
LOOK_EVERY_S = 0.002


def until(true: Callable[[], object], *, within_s: float = SOON_S, every_s: float = LOOK_EVERY_S) -> None:
    """Look until it is true. Raises AssertionError where it isn't in time."""
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it never came about"
        time.sleep(every_s)


async def until_async(true: Callable[[], object | Awaitable[object]], *, within_s: float = SOON_S) -> None:
    """The same while the loop goes on. A look may have to be awaited."""
    end = time.monotonic() + within_s
    while not await _seen(true()):
        assert time.monotonic() < end, "it never came about"
        await asyncio.sleep(LOOK_EVERY_S)


async def _seen(found: object) -> object:
    return await found if isawaitable(found) else found


async def all_have_gone_on() -> None:
    """Whatever task of this loop can go on has: also one that others call, and one that reads what was written here."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


TURNS = 25
"""Of the loop: more than one step hands on to the next, in all that tests begin."""
