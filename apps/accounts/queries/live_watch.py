"""Ends live connections whose credential has ended, also those that say nothing.

A process looks at all of its connections at once, every second: one question for a thousand of them, and none that
depends on who revoked what, in which process, or on Valkey.
"""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Protocol

from apps.accounts.queries.open_connections import OpenConnection, ended_of
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread
from tonebridge.tenancy.identity import as_nobody

log = logging.getLogger(__name__)
EVERY_S = 1.0


class Watched(Protocol):
    """A connection that can be ended."""

    def opened_by(self) -> OpenConnection:
        """Who opened it."""

    def end(self) -> Awaitable[None]:
        """Close it, because its credential has ended."""


class LiveWatch:
    """The open connections of one process. It looks only while there are any."""

    def __init__(self) -> None:
        self._open: set[Watched] = set()
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
            try:
                await self._end_those_that_ended()
            except Exception as error:  # the database is away: nothing can be done on a connection either
                log.warning("live connections aren't looked at", extra={"error": type(error).__name__})

    async def _end_those_that_ended(self) -> None:
        watched = list(self._open)
        ended = await in_thread(ended_of, [one.opened_by() for one in watched]) if watched else []
        over = [one for one, is_over in zip(watched, ended, strict=True) if is_over]
        for one in over:
            self._open.discard(one)
        await asyncio.gather(*(one.end() for one in over), return_exceptions=True)


watch = LiveWatch()
