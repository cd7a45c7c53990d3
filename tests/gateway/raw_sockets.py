"""A server of its own, asked byte by byte."""

import socket
import time
from collections.abc import Callable

import uvicorn

from tonebridge.devstack.supervision.waiting import wait_until
from tonebridge.gateway.asgi_types import Receive, Scope, Send

HOST = b"Host: 127.0.0.1\r\n"
JSON = b"Content-Type: application/json\r\n"


class Server(uvicorn.Server):
    """Ours, in a thread."""

    def install_signal_handlers(self) -> None:
        """Signals are pytest's."""


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads nothing, says hello."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


UNENDED = (b"(open)", b"(reset)")
"""What `told` adds where the server didn't end the connection, or cut it off."""


def told(address: tuple[str, int], *pieces: bytes, pause_s: float = 0) -> bytes:
    """Everything the server says until it closes, or for a second and a half; and how it ended, where it didn't just close."""
    with socket.create_connection(address, timeout=1.5) as client:
        heard = b""
        try:
            for piece in pieces:
                client.sendall(piece)
                time.sleep(pause_s)
            while part := client.recv(4096):
                heard += part
        except TimeoutError:
            return heard + b"(open)"
        except ConnectionError:
            return heard + b"(reset)"
        return heard


def until(holds: Callable[[], bool], seconds: float = 2) -> bool:
    """Whether it came to be so."""
    return wait_until(holds, within_s=seconds)


NAME = b"X-A: "
SENT_WHOLE = b"GET / HTTP/1.1\r\n" + HOST


def heard_first(client: socket.socket) -> bytes:
    try:
        return client.recv(12)
    except ConnectionError:
        return b""
