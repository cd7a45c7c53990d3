"""A server of its own, asked byte by byte."""

import socket
from collections.abc import Callable
from functools import partial

import uvicorn

from tests.waiting import until
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


def told(address: tuple[str, int], *pieces: bytes, read: Callable[[], int] | None = None) -> bytes:
    """Everything the server says until it closes, or for a second and a half; and how it ended, where it didn't just close.

    With `read`, the bytes that the server has read, each piece is sent once all before it have been.
    """
    with socket.create_connection(address, timeout=1.5) as client:
        heard = b""
        try:
            _send(client, pieces, read)
            while part := client.recv(4096):
                heard += part
        except TimeoutError:
            return heard + b"(open)"
        except ConnectionError:
            return heard + b"(reset)"
        return heard


def _send(client: socket.socket, pieces: tuple[bytes, ...], read: Callable[[], int] | None) -> None:
    awaited = read() if read else 0
    for piece in pieces:
        if read:
            until(partial(_reached, read, awaited))
        client.sendall(piece)
        awaited += len(piece)


def _reached(read: Callable[[], int], awaited: int) -> bool:
    return read() >= awaited


NAME = b"X-A: "
SENT_WHOLE = b"GET / HTTP/1.1\r\n" + HOST


def heard_first(client: socket.socket) -> bytes:
    try:
        return client.recv(12)
    except ConnectionError:
        return b""
