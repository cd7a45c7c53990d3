"""Answers of servers that others run: plain, and no longer than any answer needs to be.

What is packed small is large where it is unpacked, and a line that never ends waits in memory for its end; no library bounds
either. This module loads an HTTP client, so only those who call somebody import it.
"""

from collections.abc import AsyncIterator
from typing import cast

import httpx2

LARGEST_BYTES = 8 * 1024 * 1024
"""Twice what the longest answer of a model takes: 8,192 tokens, each in an event of 400 bytes, are 3.3 MB."""
LONGEST_LINE_BYTES = 1024 * 1024
"""What waits in memory for its end: an event, or a whole answer where it is no stream."""


class BoundedTransport(httpx2.AsyncBaseTransport):
    """Raises RemoteProtocolError for an answer that is encoded, though nobody asked, and inside one that is too long."""

    def __init__(self, inner: httpx2.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["accept-encoding"] = "identity"
        response = await self._inner.handle_async_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            await response.aclose()
            raise httpx2.RemoteProtocolError("an answer was encoded", request=request)
        response.stream = _Bounded(cast(httpx2.AsyncByteStream, response.stream))
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Bounded(httpx2.AsyncByteStream):
    """An answer's bytes, counted as they come."""

    def __init__(self, parts: httpx2.AsyncByteStream) -> None:
        self._parts, self._bytes, self._of_line = parts, 0, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._parts:
            self._count(part)
            yield part

    def _count(self, part: bytes) -> None:
        self._bytes += len(part)
        self._of_line = len(part) - end - 1 if (end := part.rfind(b"\n")) >= 0 else self._of_line + len(part)
        if self._bytes > LARGEST_BYTES or self._of_line > LONGEST_LINE_BYTES:
            raise httpx2.RemoteProtocolError("an answer was too long")

    async def aclose(self) -> None:
        await self._parts.aclose()
