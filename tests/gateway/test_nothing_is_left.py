"""What a refused request held is free at once: nothing waits for the garbage collector, which may not come for a long time."""

import gc
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.gateway.raw_sockets import HOST
from tests.waiting import until
from tonebridge.errors import ToneBridgeError
from tonebridge.serving.protocol import ExpressProtocol

REFUSED = {
    "a lane": ("/api/v1/transform", {"text": "", "transformation_type": "soften"}, 400),
    "a view": ("/api/v1/glossary/terms", {"term": ""}, 400),
    "an address that nobody serves": ("/api/v1/nothing", {"text": "x"}, 404),
}


Left = Callable[[], list[ToneBridgeError]]


def errors() -> list[ToneBridgeError]:
    return [each for each in gc.get_objects() if issubclass(type(each), ToneBridgeError)]


@pytest.fixture
def left() -> Iterator[Left]:
    """Errors made since, that still exist. The collector rests meanwhile."""
    gc.collect()
    gc.disable()
    before = errors()  # kept, so that no new one has an old one's identity
    yield lambda: [each for each in errors() if not any(each is one for one in before)]
    gc.enable()


WHOLE = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
UNFINISHED = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2000000\r\n\r\n"
SENT = {
    "a request": WHOLE,
    "three at once": WHOLE * 3,
    "half a body": UNFINISHED + b"a" * 100_000,
    "half a head": WHOLE[:-2],
}
RESET_AT_ONCE = struct.pack("ii", 1, 0)


def connections() -> int:
    return sum(type(each) is ExpressProtocol for each in gc.get_objects())


@pytest.mark.parametrize("is_reset", [False, True], ids=["closed", "reset"])
@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
def test_no_connection_outlives_its_end(address: tuple[str, int], left: Left, sent: bytes, is_reset: bool) -> None:
    with socket.create_connection(address, timeout=1) as client:
        client.sendall(sent)
        until(lambda: connections() == 1)
        with suppress(TimeoutError):
            client.settimeout(0.1)
            client.recv(1_000)
        if is_reset:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
    until(lambda: connections() == 0)


@pytest.mark.parametrize(("path", "body", "status"), REFUSED.values(), ids=REFUSED)
def test_no_error_outlives_its_answer(
    api: Api, alice: Person, left: Left, path: str, body: object, status: int
) -> None:
    assert api(alice).post(path, body).status_code == status
    assert left() == []


def test_no_refused_stranger_does(visitor: FrontDoor, left: Left) -> None:
    assert visitor.as_(X_API_Key="wrong").post("/api/v1/transform", {"text": "x"}).status_code == 401
    assert left() == []
