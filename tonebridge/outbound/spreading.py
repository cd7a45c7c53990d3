"""Many calls of one server at once, over several pools of connections.

A pool of httpcore looks through all that it has at each beginning and end of a call, and asks the kernel about each silent one:
with a thousand calls under way that is most of an event loop's time. Small pools have little to look through.

This module loads an HTTP client, so only those who call somebody import it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import httpx2

from tonebridge.resilience.fair_queue import wait_turn

EACH = 32
"""Connections of a pool."""
SILENT = 8
"""Connections a pool keeps that no call uses."""


@dataclass
class Pool:
    """Up to `size` connections, and how many calls are theirs, under way or waiting for one. `options` are those of the transport."""

    size: int
    options: dict[str, Any]
    under_way: int = 0

    @property
    def spare(self) -> int:
        """Connections that no call has; below 0, how many calls wait for one."""
        return self.size - self.under_way

    @cached_property
    def transport(self) -> httpx2.AsyncBaseTransport:
        """Made for its first call: most clients never need more than one of sixty."""
        limits = httpx2.Limits(max_connections=self.size, max_keepalive_connections=SILENT)
        return httpx2.AsyncHTTPTransport(limits=limits, **self.options)

    async def close(self) -> None:
        """Close what was made."""
        if "transport" in vars(self):
            await self.transport.aclose()


class SpreadTransport(httpx2.AsyncBaseTransport):
    """Up to `most` calls at once; more wait for one that ends. Few calls stay with the first pool, and its connections warm.

    Parts of answers are given out in turns, so that a thousand that come at the same moment keep nobody else waiting.
    `options` are those of `httpx2.AsyncHTTPTransport`.
    """

    def __init__(self, most: int, **options: Any) -> None:
        whole, rest = divmod(most, EACH)
        self._pools = [Pool(size, options) for size in [EACH] * whole + [rest] * bool(rest)]

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        pool = self._free()
        pool.under_way += 1
        try:
            response = await pool.transport.handle_async_request(request)
        except BaseException:
            pool.under_way -= 1
            raise
        response.stream = _Answer(cast(httpx2.AsyncByteStream, response.stream), pool)
        return response

    async def aclose(self) -> None:
        for pool in self._pools:
            await pool.close()

    def _free(self) -> Pool:
        """The first that has a connection to spare, else the one that fewest wait for."""
        for pool in self._pools:
            if pool.spare > 0:
                return pool
        return max(self._pools, key=lambda pool: pool.spare)


class _Answer(httpx2.AsyncByteStream):
    """What comes of a call, part by part."""

    def __init__(self, parts: httpx2.AsyncByteStream, pool: Pool) -> None:
        self._parts, self._pool, self._is_open = parts, pool, True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._parts:
            await wait_turn(SpreadTransport)
            yield part

    async def aclose(self) -> None:
        try:
            await self._parts.aclose()
        finally:
            self._pool.under_way -= self._is_open
            self._is_open = False
