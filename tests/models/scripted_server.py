"""A server that speaks OpenAI's protocol and does what a test's script says: answers well, badly, late or never.

A pure ASGI application under a real uvicorn on a free port of the loopback, in a thread of its own. What came over the
wire is kept byte for byte (`ScriptedServer.received`).
"""

import asyncio
import json
import re
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import uvicorn

from tests.models.faults import Fault, spoiled

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Writer = Callable[[str], str]
"""What the model writes, given the message that it was shown."""

Wire = Literal["whole", "hang", "drip", "cut", "malformed", "html", "silent", "split", "wrong_type", "bad_utf8"]
"""How it comes over the wire."""
BOUNDARY = re.compile(r"<message-(\w+)>\n(.*)\n</message-\1>", re.DOTALL)
PIECE = 6
"""Characters a token."""


def verbatim(message: str) -> str:
    """A model that changes nothing."""
    return message


@dataclass
class Script:
    """What the next calls get. `times` calls, then `after`; None is for ever."""

    writes: Writer = verbatim
    fault: Fault | None = None
    wire: Wire = "whole"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    latency_s: float = 0.0
    cut_at: int = 2
    piece_s: float = 0.0


@dataclass
class ScriptedServer:
    """A running server. Change `script` at any time; `scripts` are used up first, one a call."""

    port: int
    script: Script = field(default_factory=Script)
    scripts: list[Script] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    broken_off: int = 0

    @property
    def base_url(self) -> str:
        """What a client is given."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def calls(self) -> int:
        """How many calls arrived."""
        return len(self.received)

    def reset(self) -> None:
        """As if it had just been started."""
        self.script, self.scripts = Script(), []
        self.received.clear()
        self.most_under_way = self.broken_off = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.received.append(await _body(receive))
        script = self.scripts.pop(0) if self.scripts else self.script
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        gone = asyncio.ensure_future(_gone(receive))
        work = asyncio.ensure_future(_serve(script, self.received[-1], send))
        await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
        self.under_way -= 1
        self.broken_off += not work.done()
        for task in (gone, work):
            task.cancel()


async def _serve(script: Script, body: bytes, send: Send) -> None:
    await asyncio.sleep(script.latency_s)
    if script.status != 200:
        return await _whole(
            send, script.status, b'{"error": {"message": "as told", "type": "scripted"}}', script.headers
        )
    if script.wire == "html":
        return await _whole(send, 200, b"<html><body>It works!</body></html>", {"content-type": "text/html"})
    if script.wire == "wrong_type":
        return await _whole(send, 200, b'{"choices": "none", "usage": []}', {})
    return await _stream(script, text_of(script, body), send)


def text_of(script: Script, body: bytes) -> str:
    """What the model writes to this call."""
    shown = json.loads(body)["messages"]
    system, user = shown[0]["content"], shown[-1]["content"]
    found = BOUNDARY.search(user)
    message = found[2] if found else user
    written = script.writes(message)
    return spoiled(script.fault, written, system=system) if script.fault else written


async def _stream(script: Script, text: str, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    if script.wire == "hang":
        await asyncio.sleep(3600)
    if script.wire == "malformed":
        return await _part(send, b"data: {broken\n\ndata: more\n\n", last=True)
    if script.wire == "bad_utf8":
        return await _part(send, b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n', last=True)
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)] if script.wire != "silent" else []
    if len(text) > 100_000:
        pieces = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    for at, piece in enumerate(pieces):
        if script.wire == "cut" and at == script.cut_at:
            raise ConnectionError("cut as told")
        await _send_piece(script, send, _event(piece))
        await asyncio.sleep(3600 if script.wire == "drip" and at == 3 else script.piece_s)
    await _part(send, _event(None) + _usage(text) + b"data: [DONE]\n\n", last=True)
    return None


async def _send_piece(script: Script, send: Send, event: bytes) -> None:
    if script.wire != "split":
        return await _part(send, event)
    for at in range(0, len(event), 7):  # cuts characters of three bytes, and lines, anywhere
        await _part(send, event[at : at + 7])
        await asyncio.sleep(0)
    return None


def _event(piece: str | None) -> bytes:
    delta = {"content": piece} if piece is not None else {}
    choice = {"index": 0, "delta": delta, "finish_reason": None if piece is not None else "stop"}
    return _chunk([choice])


def _usage(text: str) -> bytes:
    used = {"prompt_tokens": 100, "completion_tokens": len(text), "total_tokens": 100 + len(text)}
    return _chunk([], usage=used)


def _chunk(choices: list[dict[str, Any]], **more: Any) -> bytes:
    document = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": choices}
    return f"data: {json.dumps(document | more, ensure_ascii=False)}\n\n".encode()


async def _whole(send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    named = {"content-type": "application/json"} | headers
    encoded = [(name.encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await _part(send, body, last=True)


async def _part(send: Send, body: bytes, *, last: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": not last})


async def _body(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


@contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    """A server for the block."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    found = ScriptedServer(listener.getsockname()[1])
    config = uvicorn.Config(found, log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
