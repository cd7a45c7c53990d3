"""Answers in parts: sent as they come, for as long as somebody reads them."""

import asyncio
from contextlib import aclosing

from tonebridge.gateway.exchange import Receive, Send
from tonebridge.rest.lanes import Streamed

SEND_S = 10.0
"""A reader who takes nothing for so long is let go. Until then nothing is heaped up: the next part waits."""
HEADERS = ((b"cache-control", b"no-store"), (b"x-accel-buffering", b"no"))
"""Proxies shall pass parts on at once."""


async def stream(receive: Receive, send: Send, reply: Streamed) -> None:
    """Raises what comes before the first part. Ends the work within moments when the client is gone."""
    async with aclosing(reply.parts):
        first = await anext(reply.parts)
        sending = asyncio.ensure_future(_send(send, first, reply))
        leaving = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            await _ended(sending)


async def _send(send: Send, first: bytes, reply: Streamed) -> None:
    headers = [(b"content-type", reply.content_type.encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _part(send, first)
    async for part in reply.parts:
        await _part(send, part)
    await send({"type": "http.response.body", "body": b""})


async def _part(send: Send, part: bytes) -> None:
    async with asyncio.timeout(SEND_S):
        await send({"type": "http.response.body", "body": part, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _ended(sending: "asyncio.Future[None]") -> None:
    """Over, and so is the work behind it. Raises what ended it: a connection without an end is no whole answer."""
    if not sending.done():
        sending.cancel()
        await asyncio.wait({sending})
    if not sending.cancelled():
        sending.result()
