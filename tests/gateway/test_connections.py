"""How many connections there may be, what they may hold, and who is let go."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial

import pytest
from django.conf import settings

from tests.gateway.raw_sockets import HOST, NAME, SENT_WHOLE, heard_first, told
from tests.waiting import until
from tonebridge.gateway import peers
from tonebridge.gateway.asgi_types import Receive, Scope, Send
from tonebridge.gateway.held_bytes import held_bytes
from tonebridge.serving import bounded_protocol, slow_readers
from tonebridge.serving.unwanted_bytes import A_SECOND, AT_ONCE, UnwantedBytes, unwanted_bytes


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


def statuses(clients: list[socket.socket]) -> list[bytes]:
    return sorted(heard_first(each)[9:] for each in clients)


def test_an_address_has_so_many_connections_and_others_have_theirs(three_an_address: tuple[str, int]) -> None:
    with connected(three_an_address, 4) as mine, connected(three_an_address, 1, "127.0.0.2") as others:
        assert statuses(mine) == [b"200", b"200", b"200", b"429"]
        assert statuses(others) == [b"200"]
    until(lambda: told(three_an_address, SENT_WHOLE + b"\r\n").startswith(b"HTTP/1.1 200 "))


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
    monkeypatch.setattr("tests.gateway.raw_sockets.hello.__code__", tell_much.__code__)
    with socket.create_connection(address, timeout=5) as client:
        client.sendall(SENT_WHOLE + b"\r\n")
        client.recv(1_000)
        until(lambda: not peers.peers.total)


def test_nor_is_one_waited_for_who_takes_nothing_of_the_last_answer(
    listening: socket.socket, address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So little is left of it that nobody is told to wait: 30 kB, where the system keeps a few."""
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    monkeypatch.setattr(slow_readers, "LOOK_S", 0.2)
    monkeypatch.setattr(bounded_protocol, "LINGER_S", 0.1)
    monkeypatch.setattr("tests.gateway.raw_sockets.hello.__code__", tell_little.__code__)
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.connect(address)
        client.sendall(SENT_WHOLE + b"Connection: close\r\n\r\n")
        until(lambda: peers.peers.total == 1)
        until(lambda: not peers.peers.total)


def test_what_nobody_wants_is_read_so_fast_and_no_faster(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer comes at once all the same."""
    monkeypatch.setattr(bounded_protocol, "MOST_WAIT_S", 60)
    read: list[int] = []

    def note(size: int, _now: float) -> float:
        read.append(size)
        return 60.0

    monkeypatch.setattr(unwanted_bytes, "wait", note)
    with socket.create_connection(address, timeout=0.5) as client:
        client.sendall(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 20000000\r\n\r\n")
        assert heard_first(client) == b"HTTP/1.1 200"
        with suppress(TimeoutError):
            client.sendall(b"a" * 8_000_000)
        with connected(address, 5) as others:  # who are served meanwhile
            assert statuses(others) == [b"200"] * 5
        assert 0 < sum(read) <= 1_000_000


def test_who_would_wait_too_long_for_their_turn_is_let_go(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unwanted_bytes, "wait", lambda _size, _now: 60.0)
    with socket.create_connection(address, timeout=0.5) as client, suppress(ConnectionError):
        client.sendall(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 20000000\r\n\r\n")
        assert heard_first(client) == b"HTTP/1.1 200"
        client.sendall(b"a" * 100_000)
    until(lambda: not peers.peers.total)


def test_so_much_is_read_at_once_and_then_so_much_a_second() -> None:
    bucket, now = UnwantedBytes(), 1_000.0
    assert bucket.wait(AT_ONCE, now) == 0
    assert bucket.wait(A_SECOND // 2, now) == pytest.approx(0.5)
    assert bucket.wait(A_SECOND // 2, now + 0.25) == pytest.approx(0.75)
    assert bucket.wait(AT_ONCE, now + 60) == 0


def test_heads_without_an_end_of_one_address_leave_room_for_those_of_others(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GATEWAY_HELD_BYTES_UNKNOWN", 200_000)
    unended = SENT_WHOLE + NAME + b"a" * 28_000
    with ExitStack() as opened:
        for _ in range(2):
            opened.enter_context(socket.create_connection(address)).sendall(unended)
        until(lambda: held_bytes.unknown > 30_000)
        assert told(address, unended).startswith(b"HTTP/1.1 429 ")
        other = opened.enter_context(socket.create_connection(address, 1.5, source_address=("127.0.0.2", 0)))
        other.sendall(unended + b"\r\n\r\n")
        assert heard_first(other)[9:] == b"200"
    until(lambda: held_bytes.unknown == 0)
    assert told(address, unended + b"\r\n\r\n").startswith(b"HTTP/1.1 200 ")
