"""Answers in parts: sent as they come, for as long as somebody reads them."""

import asyncio
from contextlib import aclosing

from tonebridge.callers.principal import Principal
from tonebridge.gateway.asgi_types import Message, Receive, Send
from tonebridge.gateway.backends import callers
from tonebridge.rest.lanes import Streamed

SEND_S = 10.0
"""A reader who takes nothing for so long is let go. Until then nothing is heaped up: the next part waits."""
HEADERS = ((b"cache-control", b"no-store"), (b"x-accel-buffering", b"no"))
"""Proxies shall pass parts on at once."""
END: Message = {"type": "http.response.body", "body": b""}


async def stream(receive: Receive, send: Send, reply: Streamed, principal: Principal | None) -> None:
    """Raises what comes before the first part. Ends the work within moments when the client is gone, and within two seconds
    when they may not read on: then the answer ends where it is.
    """
    async with aclosing(reply.parts):
        first = await anext(reply.parts)
        with callers.reading(principal) as gone:
            sending = asyncio.ensure_future(_send(send, first, reply))
            others = [asyncio.ensure_future(gone.wait()), asyncio.ensure_future(_gone(receive))]
            try:
                await asyncio.wait({sending, *others}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in others:
                    each.cancel()
                await _ended(sending)
            if gone.is_set() and sending.cancelled():
                await _send_in_time(send, END)


async def _send(send: Send, first: bytes, reply: Streamed) -> None:
    headers = [(b"content-type", reply.content_type.encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _part(send, first)
    async for part in reply.parts:
        await _part(send, part)
    await send(END)


async def _part(send: Send, part: bytes) -> None:
    await _send_in_time(send, {"type": "http.response.body", "body": part, "more_body": True})


async def _send_in_time(send: Send, message: Message) -> None:
    async with asyncio.timeout(SEND_S):
        await send(message)


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
