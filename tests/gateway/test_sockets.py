"""What comes over a socket before there is a request: slow heads, wrong lengths, packed and smuggled ones."""

import asyncio
import socket
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
import uvicorn

from tests.front_door import FrontDoor
from tonebridge.gateway import patience

HOST = b"Host: 127.0.0.1\r\n"
JSON = b"Content-Type: application/json\r\n"


class Server(uvicorn.Server):
    """Ours, in a thread."""

    def install_signal_handlers(self) -> None:
        """Signals are pytest's."""


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """Reads nothing, says hello."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(patience, "HEAD_S", 0.3)
    monkeypatch.setattr(patience, "SILENT_S", 0.6)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(hello, http=patience.PatientProtocol, lifespan="off", log_level="critical")
    server = Server(config)
    thread = Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join(10)


def told(address: tuple[str, int], *pieces: bytes) -> bytes:
    """Everything the server says until it closes, or for a second and a half."""
    with socket.create_connection(address, timeout=1.5) as client:
        for piece in pieces:
            client.sendall(piece)
        heard = b""
        try:
            while part := client.recv(4096):
                heard += part
        except TimeoutError:
            return heard + b"(open)"
        return heard


def test_a_head_that_doesnt_end_is_a_408_and_the_connection_ends(address: tuple[str, int]) -> None:
    heard = told(address, b"GET / HTTP/1.1\r\nHo")
    assert heard.startswith(b"HTTP/1.1 408 ") and not heard.endswith(b"(open)")


def test_so_is_the_second_head_of_a_connection(address: tuple[str, int]) -> None:
    heard = told(address, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n", b"GET / HT")
    assert heard.startswith(b"HTTP/1.1 200 ") and b"HTTP/1.1 408 " in heard and not heard.endswith(b"(open)")


def test_one_who_says_nothing_is_let_go(address: tuple[str, int]) -> None:
    assert told(address) == b""


def test_a_head_in_two_pieces_is_answered_and_the_connection_stays(address: tuple[str, int]) -> None:
    heard = told(address, b"GET / HTTP/1.1\r\n", HOST + b"\r\n")
    assert heard.startswith(b"HTTP/1.1 200 ") and heard.endswith(b"(open)")


def test_two_requests_in_one_piece_are_both_answered(address: tuple[str, int]) -> None:
    one = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    assert told(address, one + one).count(b"HTTP/1.1 200 ") == 2


BROKEN = {
    "a length and chunks": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "two lengths": b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a length below zero": b"Content-Length: -1\r\n\r\n",
    "a length that is no number": b"Content-Length: 4x\r\n\r\nabcd",
    "a chunk whose size is no number": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "an unknown transfer coding": b"Transfer-Encoding: xchunked\r\n\r\nabc",
    "a line folded": b"X-A: 1\r\n  2\r\nContent-Length : 4\r\n\r\nabcd",
}


@pytest.mark.parametrize("rest", BROKEN.values(), ids=BROKEN)
def test_what_two_servers_could_read_in_two_ways_is_refused(address: tuple[str, int], rest: bytes) -> None:
    heard = told(address, b"POST / HTTP/1.1\r\n" + HOST + JSON + rest)
    assert heard.count(b"HTTP/1.1 ") <= 2
    assert b"HTTP/1.1 400 " in heard and not heard.endswith(b"(open)")


def test_the_whole_application_stands_on_it(visitor: FrontDoor) -> None:
    assert visitor.get("/health").status_code == 200
