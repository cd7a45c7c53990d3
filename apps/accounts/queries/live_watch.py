"""Ends what goes on behind a call once its caller may no longer have it, also where nothing is said.

A process looks at all that is open at once, every second: one question for a thousand connections, and none that
depends on who revoked what, in which process, or on Valkey.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Protocol

from apps.accounts.contracts import Principal
from apps.accounts.queries.open_connections import ended_of
from tonebridge.resilience import clock, deadline
from tonebridge.resilience.threads import in_thread
from tonebridge.tenancy.identity import as_nobody

log = logging.getLogger(__name__)
EVERY_S = 1.0
END_S = 10.0
"""For so long a connection may take to close. One whose peer takes nothing is ended again at the next look."""


class Watched(Protocol):
    """A connection that can be ended."""

    def opened_by(self) -> Principal:
        """Who opened it."""

    def end(self) -> Awaitable[None]:
        """Close it, because its credential has ended."""


class LiveWatch:
    """The open connections of one process. It looks only while there are any."""

    def __init__(self) -> None:
        self._open: set[Watched] = set()
        self._ending: dict[Watched, asyncio.Task[None]] = {}
        self._looking: asyncio.Task[None] | None = None

    def add(self, one: Watched) -> None:
        """Watch it until `discard`."""
        self._open.add(one)
        if self._looking is None or self._looking.done():
            with as_nobody(), deadline.lifted():  # the task outlives the call that begins it
                self._looking = asyncio.create_task(self._look())

    def discard(self, one: Watched) -> None:
        """It is closed."""
        self._open.discard(one)

    async def _look(self) -> None:
        while self._open:
            await asyncio.sleep(EVERY_S)
            self._end([one for one in self._open if one.opened_by().has_ended(clock.now())])
            try:
                await self._end_those_that_ended()
            except Exception as error:  # the database is away: nothing can be done on a connection either
                log.warning("live connections aren't looked at", extra={"error": type(error).__name__})

    async def _end_those_that_ended(self) -> None:
        watched = list(self._open.difference(self._ending))
        ended = await in_thread(ended_of, [one.opened_by() for one in watched]) if watched else []
        self._end([one for one, has_ended in zip(watched, ended, strict=True) if has_ended])

    def _end(self, ended: list[Watched]) -> None:
        """Each in its own time: a peer that takes nothing keeps no other connection open."""
        for one in ended:
            if one not in self._ending:
                self._ending[one] = asyncio.create_task(self._end_in_time(one))

    async def _end_in_time(self, one: Watched) -> None:
        try:
            async with asyncio.timeout(END_S):
                await one.end()
            self._open.discard(one)
        except Exception as error:
            log.warning("a live connection doesn't close", extra={"error": type(error).__name__})
        finally:
            del self._ending[one]


class Reader:
    """Somebody who reads an answer that takes a while. `gone` is set once they may not read on."""

    def __init__(self, principal: Principal) -> None:
        self._principal, self.gone = principal, asyncio.Event()

    def opened_by(self) -> Principal:
        """Who reads."""
        return self._principal

    async def end(self) -> None:
        """They may not read on."""
        self.gone.set()


@contextmanager
def reading(principal: Principal | None) -> Iterator[asyncio.Event]:
    """While an answer is read: what is set once its reader may not read on. It never is for those who showed nothing."""
    if principal is None:
        yield asyncio.Event()
        return
    reader = Reader(principal)
    watch.add(reader)
    try:
        yield reader.gone
    finally:
        watch.discard(reader)


watch = LiveWatch()
