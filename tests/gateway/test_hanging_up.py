"""Whoever hangs up is missed, whatever they had sent behind what is being answered."""

import asyncio
import socket
import struct
from collections.abc import Iterator
from threading import Event, Thread

import pytest
import uvicorn

from tests.gateway.raw_sockets import HOST, Server
from tonebridge.gateway.asgi_types import Receive, Scope, Send
from tonebridge.serving.protocol import ExpressProtocol

WHOLE = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
BEHIND = {
    "nothing": b"",
    "a request": WHOLE,
    "three of them": WHOLE * 3,
    "half a large body": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 900000\r\n\r\n" + b"a" * 300_000,
}
RESET = struct.pack("ii", 1, 0)


class Waiting:
    """An application that answers nobody, and notes who comes and goes."""

    def __init__(self) -> None:
        self.began, self.gone, self.answers = Event(), Event(), 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.answers += 1
        self.began.set()
        while (await receive())["type"] != "http.disconnect":
            pass
        self.gone.set()


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def address(waiting: Waiting) -> Iterator[tuple[str, int]]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(uvicorn.Config(waiting, http=ExpressProtocol, lifespan="off", log_level="critical"))
    thread = Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("is_reset", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("behind", BEHIND.values(), ids=BEHIND)
def test_work_for_somebody_who_is_gone_ends(
    address: tuple[str, int], waiting: Waiting, behind: bytes, is_reset: bool
) -> None:
    with socket.create_connection(address, timeout=2) as client:
        client.setblocking(False)
        client.send(WHOLE + behind)
        assert waiting.began.wait(5)
        if is_reset:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    assert waiting.gone.wait(5)
    assert waiting.answers == 1
