"""A fair queue in front of the event loop: one heavy piece of work begins per iteration, so that what is quick never waits behind
a crowd.

A loop works off all that is ready before it looks at its connections again. Where a thousand requests come at once, each
worth a millisecond or two, a thousand and first that is answered from memory would wait for seconds. Here they queue, one
queue for each group, served round-robin.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable
from weakref import WeakKeyDictionary

_queues: "WeakKeyDictionary[asyncio.AbstractEventLoop, FairQueue]" = WeakKeyDictionary()


class FairQueue:
    """One an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        self._is_scheduled = False

    async def wait_turn(self, group: Hashable) -> None:
        """Wait until this piece may begin."""
        waiter = self._loop.create_future()
        self._waiting.setdefault(group, deque()).append(waiter)
        self._schedule()
        await waiter

    def _schedule(self) -> None:
        if not self._is_scheduled and self._waiting:
            self._is_scheduled = True
            self._loop.call_soon(self._begin_next)

    def _begin_next(self) -> None:
        self._is_scheduled = False
        while self._waiting:
            waiter = self._next_waiter()
            if not waiter.done():  # else whoever waited has gone
                waiter.set_result(None)
                break
        self._schedule()

    def _next_waiter(self) -> "asyncio.Future[None]":
        """Of the group that comes next, which then comes last."""
        group, waiters = self._waiting.popitem(last=False)
        waiter = waiters.popleft()
        if waiters:
            self._waiting[group] = waiters
        return waiter


async def wait_turn(group: Hashable) -> None:
    """Wait until a heavy piece of work of this group may begin on the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _queues:
        _queues[loop] = FairQueue(loop)
    await _queues[loop].wait_turn(group)
