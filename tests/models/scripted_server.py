"""A server that speaks OpenAI's protocol, and Anthropic's at `/messages`, and does what a test's script says: answers well, badly, late or never.

A pure ASGI application under a real uvicorn on a free port of the loopback, in a thread of its own. What came over the
wire is kept byte for byte (`ScriptedServer.received`), and where it went in what envelope (`heads`).
"""

import asyncio
import gzip
import json
import re
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
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

Flood = Literal["endless line", "packed"]
"""More than anybody can hold: 64 MB, without an end of line, or packed into 64 kB."""
FLOOD_BYTES, PART_BYTES = 64 * 1024 * 1024, 64 * 1024
BOUNDARY = re.compile(r"<message-(\w+)>\n(.*)\n</message-\1>", re.DOTALL)


def verbatim(message: str) -> str:
    """A model that changes nothing."""
    return message


@dataclass
class Script:
    """What the next calls get. `times` calls, then `after`; None is for ever."""

    writes: Writer = verbatim
    fault: Fault | None = None
    wire: Wire = "whole"
    flood: Flood | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    latency_s: float = 0.0
    cut_at: int = 2
    piece_s: float = 0.0
    piece: int = 6
    """Characters a token."""


@dataclass
class ScriptedServer:
    """A running server. Change `script` at any time; `scripts` are used up first, one a call."""

    port: int
    script: Script = field(default_factory=Script)
    scripts: list[Script] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    broken_off: int = 0

    @property
    def base_url(self) -> str:
        """What a client is given."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def calls(self) -> int:
        """How many calls arrived whole."""
        return len(self.received)

    def reset(self) -> None:
        """As if it had just been started."""
        self.script, self.scripts = Script(), []
        self.received.clear()
        self.heads.clear()
        self.most_under_way = self.broken_off = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if (body := await _body(receive)) is None:
            return
        self.heads.append(
            {name.decode(): value.decode() for name, value in scope["headers"]} | {":path": scope["path"]}
        )
        self.received.append(body)
        script = self.scripts.pop(0) if self.scripts else self.script
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        gone = asyncio.ensure_future(_gone(receive))
        protocol = Anthropic if scope["path"].endswith("/messages") else OpenAI
        work = asyncio.ensure_future(_serve(script, self.received[-1], send, protocol))
        await asyncio.wait({gone, work}, return_when=asyncio.FIRST_COMPLETED)
        self.under_way -= 1
        self.broken_off += not work.done()
        for task in (gone, work):
            task.cancel()


async def _serve(script: Script, body: bytes, send: Send, protocol: "type[Protocol]") -> None:
    await asyncio.sleep(script.latency_s)
    if script.status != 200:
        return await _whole(
            send, script.status, b'{"error": {"message": "as told", "type": "scripted"}}', script.headers
        )
    if script.flood == "packed":
        return await _whole(send, 200, packed(), {"content-type": "text/event-stream", "content-encoding": "gzip"})
    if script.wire == "html":
        return await _whole(send, 200, b"<html><body>It works!</body></html>", {"content-type": "text/html"})
    if script.wire == "wrong_type":
        return await _whole(send, 200, b'{"choices": "none", "usage": []}', {})
    return await _stream(script, text_of(script, body), send, protocol)


def text_of(script: Script, body: bytes) -> str:
    """What the model writes to this call."""
    shown = json.loads(body)["messages"]
    system, user = json.loads(body).get("system") or shown[0]["content"], shown[-1]["content"]
    found = BOUNDARY.search(user)
    message = found[2] if found else user
    written = script.writes(message)
    return spoiled(script.fault, written, system=system) if script.fault else written


async def _stream(script: Script, text: str, send: Send, protocol: "type[Protocol]") -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
    if script.wire == "hang":
        await asyncio.sleep(3600)
    if script.flood == "endless line":
        return await _flood(send)
    if script.wire == "malformed":
        return await _part(send, b"data: {broken\n\ndata: more\n\n", last=True)
    if script.wire == "bad_utf8":
        return await _part(send, b'data: {"choices": [{"delta": {"content": "\xff\xfe"}}]}\n\n', last=True)
    pieces = (
        [text[at : at + script.piece] for at in range(0, len(text), script.piece)] if script.wire != "silent" else []
    )
    if len(text) > 100_000:
        pieces = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    await _part(send, protocol.start())
    for at, piece in enumerate(pieces):
        if script.wire == "cut" and at == script.cut_at:
            raise ConnectionError("cut as told")
        await _send_piece(script, send, protocol.piece(piece))
        await asyncio.sleep(3600 if script.wire == "drip" and at == 3 else script.piece_s)
    await _part(send, protocol.end(text), last=True)
    return None


async def _flood(send: Send) -> None:
    await _part(send, b"data: ")
    for _ in range(FLOOD_BYTES // PART_BYTES):
        await _part(send, b"x" * PART_BYTES)
    await _part(send, b"\n\n", last=True)


@cache
def packed() -> bytes:
    """A line of 64 MB."""
    return gzip.compress(b"data: " + b"x" * FLOOD_BYTES, compresslevel=1)


async def _send_piece(script: Script, send: Send, event: bytes) -> None:
    if script.wire != "split":
        return await _part(send, event)
    for at in range(0, len(event), 7):  # cuts characters of three bytes, and lines, anywhere
        await _part(send, event[at : at + 7])
        await asyncio.sleep(0)
    return None


class Protocol(ABC):
    """How a stream of one vendor looks."""

    @staticmethod
    def start() -> bytes:
        return b""

    @staticmethod
    @abstractmethod
    def piece(text: str) -> bytes:
        """A part of the answer."""

    @staticmethod
    @abstractmethod
    def end(text: str) -> bytes:
        """What follows the last part."""


class OpenAI(Protocol):
    """Chunks, the usage in one of its own, and a last line."""

    @staticmethod
    def piece(text: str) -> bytes:
        return _chunk([{"index": 0, "delta": {"content": text}, "finish_reason": None}])

    @staticmethod
    def end(text: str) -> bytes:
        used = {"prompt_tokens": 100, "completion_tokens": len(text), "total_tokens": 100 + len(text)}
        stop = _chunk([{"index": 0, "delta": {}, "finish_reason": "stop"}])
        return stop + _chunk([], usage=used) + b"data: [DONE]\n\n"


class Anthropic(Protocol):
    """Named events: a message that begins with what was read, one block of text, and what was written."""

    @staticmethod
    def start() -> bytes:
        message: dict[str, Any] = {
            "id": "m1",
            "type": "message",
            "role": "assistant",
            "model": "scripted",
            "content": [],
        }
        message |= {"stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 100, "output_tokens": 1}}
        block = {"type": "text", "text": ""}
        begun = _named("message_start", message=message)
        return begun + _named("content_block_start", index=0, content_block=block)

    @staticmethod
    def piece(text: str) -> bytes:
        return _named("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    @staticmethod
    def end(text: str) -> bytes:
        stop = {"stop_reason": "end_turn", "stop_sequence": None}
        written = _named("message_delta", delta=stop, usage={"input_tokens": 100, "output_tokens": len(text)})
        return _named("content_block_stop", index=0) + written + _named("message_stop")


def _chunk(choices: list[dict[str, Any]], **more: Any) -> bytes:
    document = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": choices}
    return f"data: {json.dumps(document | more, ensure_ascii=False)}\n\n".encode()


def _named(name: str, **more: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name} | more, ensure_ascii=False)}\n\n".encode()


async def _whole(send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    named = {"content-type": "application/json"} | headers
    encoded = [(name.encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await _part(send, body, last=True)


async def _part(send: Send, body: bytes, *, last: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": not last})


async def _body(receive: Receive) -> bytes | None:
    """None of a call that was broken off before all of it was here."""
    parts, more = list[bytes](), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
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
