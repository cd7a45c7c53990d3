"""Turns on the event loop: of what is heavy, one piece begins a round, so that what is quick never waits behind a crowd.

A loop works off all that is ready before it looks at its connections again. Where a thousand requests come at once, each
worth a millisecond or two, a thousand and first that is answered from memory would wait for seconds. Here they queue,
a line for each group, and the lines take turns.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable
from weakref import WeakKeyDictionary

_rounds: "WeakKeyDictionary[asyncio.AbstractEventLoop, Rounds]" = WeakKeyDictionary()


class Rounds:
    """One an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._lines: OrderedDict[Hashable, deque[asyncio.Future[None]]] = OrderedDict()
        self._is_called = False

    async def turn(self, group: Hashable) -> None:
        """Wait until it is this piece's turn."""
        place = self._loop.create_future()
        self._lines.setdefault(group, deque()).append(place)
        self._call()
        await place

    def _call(self) -> None:
        if not self._is_called and self._lines:
            self._is_called = True
            self._loop.call_soon(self._next)

    def _next(self) -> None:
        self._is_called = False
        while self._lines:
            place = self._first()
            if not place.done():  # else whoever stood there has gone
                place.set_result(None)
                break
        self._call()

    def _first(self) -> "asyncio.Future[None]":
        """Of the line whose turn it is, which then comes last."""
        group, line = self._lines.popitem(last=False)
        place = line.popleft()
        if line:
            self._lines[group] = line
        return place


async def turn(group: Hashable) -> None:
    """Wait until a heavy piece of work of this group may begin on the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _rounds:
        _rounds[loop] = Rounds(loop)
    await _rounds[loop].turn(group)
