"""What comes over a socket before there is a request: slow heads, wrong lengths, packed and smuggled ones."""

import asyncio
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Thread

import pytest
import uvicorn
from django.conf import settings

from tests.front_door import FrontDoor
from tonebridge.gateway import patience, peers, slow_readers
from tonebridge.gateway.exchange import Receive, Scope, Send
from tonebridge.gateway.held_bytes import held_bytes
from tonebridge.serving.protocol import ExpressProtocol
from tonebridge.telemetry import metrics

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


@pytest.fixture
def listening() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


@pytest.fixture
def address(listening: socket.socket, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(patience, "HEAD_S", 30)
    config = uvicorn.Config(hello, http=ExpressProtocol, lifespan="off", log_level="critical")
    server = Server(config)
    thread = Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    yield listening.getsockname()
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def impatient(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """The same server, where time is the subject."""
    monkeypatch.setattr(patience, "HEAD_S", 0.3)
    monkeypatch.setattr(patience, "SILENT_S", 0.6)
    return address


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
    end = time.monotonic() + seconds
    while time.monotonic() < end and not holds():
        time.sleep(0.02)
    return holds()


def test_a_head_that_doesnt_end_is_a_408_and_the_connection_ends(impatient: tuple[str, int]) -> None:
    heard = told(impatient, b"GET / HTTP/1.1\r\nHo")
    assert heard.startswith(b"HTTP/1.1 408 ") and not heard.endswith(UNENDED)


def test_so_is_the_second_head_of_a_connection(impatient: tuple[str, int]) -> None:
    heard = told(impatient, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n", b"GET / HT")
    assert heard.startswith(b"HTTP/1.1 200 ") and b"HTTP/1.1 408 " in heard and not heard.endswith(UNENDED)


def test_one_who_says_nothing_is_let_go(impatient: tuple[str, int]) -> None:
    assert told(impatient) == b""


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
    "a line folded": b"X-A: 1\r\n  2\r\nContent-Length : 4\r\n\r\nabcd",
}


@pytest.mark.parametrize("rest", BROKEN.values(), ids=BROKEN)
def test_what_two_servers_could_read_in_two_ways_is_refused(address: tuple[str, int], rest: bytes) -> None:
    heard = told(address, b"POST / HTTP/1.1\r\n" + HOST + JSON + rest)
    assert heard.count(b"HTTP/1.1 ") <= 2
    assert b"HTTP/1.1 400 " in heard and not heard.endswith(UNENDED)


def test_the_whole_application_stands_on_it(visitor: FrontDoor) -> None:
    assert visitor.get("/health").status_code == 200


NAME = b"X-A: "
SENT_WHOLE = b"GET / HTTP/1.1\r\n" + HOST
TOO_LARGE_HEADS = {
    "a field without an end": SENT_WHOLE + NAME + b"a" * 120_000,
    "a field of 40 kB": SENT_WHOLE + NAME + b"a" * 40_000 + b"\r\n\r\n",
    "101 fields more": SENT_WHOLE + b"a:\r\n" * 101 + b"\r\n",
    "fields without an end": SENT_WHOLE + b"a:\r\n" * 20_000,
    "an address of 9 kB": b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "an address without an end": b"GET /" + b"a" * 100_000,
}


@pytest.mark.parametrize("head", TOO_LARGE_HEADS.values(), ids=TOO_LARGE_HEADS)
def test_a_head_that_is_too_large_is_a_431_and_the_connection_ends(address: tuple[str, int], head: bytes) -> None:
    heard = told(address, head)
    assert heard.startswith(b"HTTP/1.1 431 ") and heard.count(b"HTTP/1.1 ") == 1
    assert b"application/problem+json" in heard and not heard.endswith(UNENDED)


@pytest.mark.parametrize("size", [1_000, 30_000])
def test_in_small_pieces_it_is_one_as_well(address: tuple[str, int], size: int) -> None:
    line = NAME + b"a" * size + b"\r\n"
    heard = told(address, SENT_WHOLE, *([line] * (130_000 // size)))
    assert heard.startswith(b"HTTP/1.1 431 ") and not heard.endswith(UNENDED)


def test_a_head_of_30_kb_and_90_fields_is_taken(address: tuple[str, int]) -> None:
    fields = b"".join(b"X-%02d: %b\r\n" % (number, b"a" * 320) for number in range(90))
    heard = told(address, SENT_WHOLE + fields + b"\r\n")
    assert heard.startswith(b"HTTP/1.1 200 ") and heard.endswith(b"(open)")


def test_a_large_head_behind_another_request_leaves_that_ones_answer_whole(address: tuple[str, int]) -> None:
    heard = told(address, SENT_WHOLE + b"\r\n" + TOO_LARGE_HEADS["a field without an end"])
    assert heard.startswith(b"HTTP/1.1 200 ") and b"hi" in heard and not heard.endswith(UNENDED)


REFUSED_HEADS = {
    "400": SENT_WHOLE + b"no colon\r\n\r\n",
    "408": b"GET / HTTP/1.1\r\nHo",
    "431": TOO_LARGE_HEADS["a field of 40 kB"],
}


def refused_heads() -> dict[str, float]:
    return {
        sample.labels["status"]: sample.value for family in metrics.HEADS_REFUSED.collect() for sample in family.samples
    }


@pytest.mark.parametrize(("status", "head"), REFUSED_HEADS.items(), ids=REFUSED_HEADS)
def test_a_head_that_is_refused_is_counted_by_its_status_and_is_no_work_that_was_too_much(
    request: pytest.FixtureRequest, status: str, head: bytes
) -> None:
    server = request.getfixturevalue("impatient" if status == "408" else "address")
    before, shed = refused_heads(), list(metrics.REQUESTS_SHED.collect())
    assert told(server, head).startswith(b"HTTP/1.1 %b " % status.encode())
    assert refused_heads() == {**before, status: before[status] + 1}
    assert list(metrics.REQUESTS_SHED.collect()) == shed


async def tell_fields(scope: Scope, receive: Receive, send: Send) -> None:
    """Says which fields the request has, when all of it has come."""
    while (await receive()).get("more_body"):
        pass
    names = b" ".join(name for name, _value in scope["headers"])
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(names))]})
    await send({"type": "http.response.body", "body": names})


@pytest.fixture
def telling(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """The same server, with `tell_fields` behind it."""
    monkeypatch.setattr("tests.gateway.test_sockets.hello.__code__", tell_fields.__code__)
    return address


CHUNKED = b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"


def test_what_comes_behind_a_body_is_no_field_of_its_head(telling: tuple[str, int]) -> None:
    heard = told(telling, CHUNKED + b"3\r\nabc\r\n0\r\nX-Api-Key: theirs\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n")
    assert heard.startswith(b"HTTP/1.1 200 ") and b"\r\n\r\nhost transfer-encoding" in heard
    assert b"x-api-key" not in heard and b"x-forwarded-for" not in heard


ENDLESS = {
    "trailers": CHUNKED + b"3\r\nabc\r\n0\r\n" + b"a: b\r\n" * 60_000,
    "an extension of a chunk": CHUNKED + b"3;" + b"a" * 300_000,
    "a trailer": CHUNKED + b"3\r\nabc\r\n0\r\nX-A: " + b"a" * 300_000,
}


@pytest.mark.parametrize("request_", ENDLESS.values(), ids=ENDLESS)
def test_what_stands_around_a_body_has_an_end(telling: tuple[str, int], request_: bytes) -> None:
    heard = told(telling, *(request_[start : start + 20_000] for start in range(0, len(request_), 20_000)))
    assert not heard.endswith(UNENDED)
    assert heard.startswith(b"HTTP/1.1 400 ")


def test_a_body_without_an_end_is_refused_behind_the_answers_to_others(address: tuple[str, int]) -> None:
    heard = told(address, SENT_WHOLE + b"\r\n" + ENDLESS["an extension of a chunk"])
    assert re.findall(rb"HTTP/1.1 (\d+) ", heard) == [b"200", b"400"]
    assert heard.count(b"date: ") == 2 and not heard.endswith(UNENDED)


@pytest.mark.parametrize(("size", "status"), [(30_000, b"200"), (40_000, b"431")])
def test_a_head_that_begins_behind_a_body_is_bounded_as_any(telling: tuple[str, int], size: int, status: bytes) -> None:
    first = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\n{"
    heard = told(telling, first, b"}" + SENT_WHOLE + NAME + b"a" * size + b"\r\n\r\n", pause_s=0.1)
    assert re.findall(rb"HTTP/1.1 (\d+) ", heard)[:2] == [b"200", status]


def test_empty_lines_between_requests_have_an_end(address: tuple[str, int]) -> None:
    one = SENT_WHOLE + b"\r\n"
    assert told(address, one, b"\r\n", one).count(b"HTTP/1.1 200 ") == 2
    assert not told(address, one, b"\r\n" * 10_000).endswith(UNENDED)


def test_a_thousand_requests_that_wait_for_the_first_are_not_all_taken(address: tuple[str, int]) -> None:
    heard = told(address, (SENT_WHOLE + b"\r\n") * 1_000)
    assert 1 <= heard.count(b"HTTP/1.1 200 ") < 1_000 and not heard.endswith(UNENDED)


def test_what_is_left_of_a_body_that_nobody_reads_is_no_request(address: tuple[str, int]) -> None:
    whole = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 300000\r\n\r\n"
    rest = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
    heard = told(address, whole + b"a" * 200_000, rest.ljust(100_000, b"a"), SENT_WHOLE + b"\r\n")
    assert heard.startswith(b"HTTP/1.1 200 ") and heard.count(b"HTTP/1.1 ") == 1 and not heard.endswith(UNENDED)


def test_a_body_that_nobody_reads_and_that_doesnt_end_ends_the_connection(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "LINGER_S", 0.2)
    heard = told(address, b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 300000\r\n\r\n" + b"a" * 1_000)
    assert heard.startswith(b"HTTP/1.1 200 ") and not heard.endswith(UNENDED)


@pytest.fixture
def three_an_address(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> tuple[str, int]:
    """A server that takes three connections of an address, and one that is trusted."""
    monkeypatch.setattr(settings, "GATEWAY_CONNECTIONS_AN_ADDRESS", 3)
    return address


@contextmanager
def connected(address: tuple[str, int], count: int, source: str = "127.0.0.1") -> Iterator[list[socket.socket]]:
    """So many connections, each of which has been answered once where it was let in."""
    with ExitStack() as opened:
        connect = partial(socket.create_connection, address, timeout=1.5, source_address=(source, 0))
        found = [opened.enter_context(connect()) for _ in range(count)]
        for each in found:
            each.sendall(SENT_WHOLE + b"\r\n")
        yield found


def heard_first(client: socket.socket) -> bytes:
    try:
        return client.recv(12)
    except ConnectionError:
        return b""


def statuses(clients: list[socket.socket]) -> list[bytes]:
    return sorted(heard_first(each)[9:] for each in clients)


def test_an_address_has_so_many_connections_and_others_have_theirs(three_an_address: tuple[str, int]) -> None:
    with connected(three_an_address, 4) as mine, connected(three_an_address, 1, "127.0.0.2") as others:
        assert statuses(mine) == [b"200", b"200", b"200", b"429"]
        assert statuses(others) == [b"200"]
    assert until(lambda: told(three_an_address, SENT_WHOLE + b"\r\n").startswith(b"HTTP/1.1 200 "))


def test_proxies_that_are_trusted_may_have_more(
    three_an_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "TRUSTED_PROXIES", ["127.0.0.3/32"])
    with connected(three_an_address, 6, "127.0.0.3") as many:
        assert statuses(many) == [b"200"] * 6


def test_all_together_have_so_many_connections(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "GATEWAY_CONNECTIONS", 2)
    with connected(address, 3) as many:
        assert statuses(many) == [b"200", b"200", b"503"]


async def tell_much(scope: Scope, receive: Receive, send: Send) -> None:
    """An answer of 64 MB: more than the system keeps for somebody who doesn't read."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"64000000")]})
    await send({"type": "http.response.body", "body": b"a" * 64_000_000})


async def tell_little(scope: Scope, receive: Receive, send: Send) -> None:
    """An answer of 30 kB."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"30000")]})
    await send({"type": "http.response.body", "body": b"a" * 30_000})


def test_one_who_takes_nothing_of_an_answer_is_let_go(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_readers, "LOOK_S", 0.2)
    monkeypatch.setattr("tests.gateway.test_sockets.hello.__code__", tell_much.__code__)
    with socket.create_connection(address, timeout=5) as client:
        client.sendall(SENT_WHOLE + b"\r\n")
        client.recv(1_000)
        assert until(lambda: not peers.peers.total, 5)


def test_nor_is_one_waited_for_who_takes_nothing_of_the_last_answer(
    listening: socket.socket, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So little is left of it that nobody is told to wait: 30 kB, where the system keeps a few."""
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    monkeypatch.setattr(slow_readers, "LOOK_S", 0.2)
    monkeypatch.setattr(patience, "LINGER_S", 0.1)
    monkeypatch.setattr("tests.gateway.test_sockets.hello.__code__", tell_little.__code__)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.connect(address)
        client.sendall(SENT_WHOLE + b"Connection: close\r\n\r\n")
        assert until(lambda: peers.peers.total == 1, 5)
        assert until(lambda: not peers.peers.total, 5)


def test_heads_without_an_end_of_one_address_leave_room_for_those_of_others(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GATEWAY_HELD_BYTES_UNKNOWN", 200_000)
    unended = SENT_WHOLE + NAME + b"a" * 28_000
    with ExitStack() as opened:
        for _ in range(2):
            opened.enter_context(socket.create_connection(address)).sendall(unended)
        assert until(lambda: held_bytes.unknown > 30_000)
        assert told(address, unended).startswith(b"HTTP/1.1 429 ")
        other = opened.enter_context(socket.create_connection(address, 1.5, source_address=("127.0.0.2", 0)))
        other.sendall(unended + b"\r\n\r\n")
        assert heard_first(other)[9:] == b"200"
    assert until(lambda: held_bytes.unknown == 0)
    assert told(address, unended + b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")
