"""What comes over a socket behind a head: bodies and what stands around them, empty lines, the next request."""

import re
from collections.abc import Callable

import pytest

from tests.gateway.raw_sockets import HOST, NAME, SENT_WHOLE, UNENDED, told
from tonebridge.gateway.asgi_types import Receive, Scope, Send
from tonebridge.serving import bounded_protocol
from tonebridge.serving.bounded_protocol import MOST_PIPELINED


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
    monkeypatch.setattr("tests.gateway.raw_sockets.hello.__code__", tell_fields.__code__)
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
def test_a_head_that_begins_behind_a_body_is_bounded_as_any(
    telling: tuple[str, int], read: Callable[[], int], size: int, status: bytes
) -> None:
    first = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\n\r\n{"
    heard = told(telling, first, b"}" + SENT_WHOLE + NAME + b"a" * size + b"\r\n\r\n", read=read)
    assert re.findall(rb"HTTP/1.1 (\d+) ", heard)[:2] == [b"200", status]


def test_empty_lines_between_requests_have_an_end(address: tuple[str, int]) -> None:
    one = SENT_WHOLE + b"\r\n"
    assert told(address, one, b"\r\n", one).count(b"HTTP/1.1 200 ") == 2
    assert not told(address, one, b"\r\n" * 10_000).endswith(UNENDED)


def test_a_thousand_requests_that_wait_for_the_first_are_not_all_taken(address: tuple[str, int]) -> None:
    heard = told(address, (SENT_WHOLE + b"\r\n") * 1_000)
    *answered, last = re.findall(rb"HTTP/1.1 (\d+) ", heard)
    assert set(answered) == {b"200"} and MOST_PIPELINED <= len(answered) <= MOST_PIPELINED + 1
    assert last == b"429" and not heard.endswith(UNENDED)


def of_length(size: int, more: bytes = b"") -> bytes:
    return b"POST / HTTP/1.1\r\n" + HOST + more + b"Content-Length: %d\r\n\r\n" % size + b"a" * size


@pytest.mark.parametrize("cut", range(0, 30_000, 3_000))
def test_two_bodies_behind_each_other_are_two_wherever_they_are_cut(
    telling: tuple[str, int], read: Callable[[], int], cut: int
) -> None:
    both = of_length(20_000) + of_length(9_000, b"Connection: close\r\n")
    heard = told(telling, both[:cut], both[cut:], read=read)
    assert re.findall(rb"HTTP/1.1 (\d+) ", heard) == [b"200", b"200"] and not heard.endswith(UNENDED)


def test_what_is_left_of_a_body_that_nobody_reads_is_no_request(address: tuple[str, int]) -> None:
    whole = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 300000\r\n\r\n"
    rest = b"GET /smuggled HTTP/1.1\r\n" + HOST + b"\r\n"
    heard = told(address, whole + b"a" * 200_000, rest.ljust(100_000, b"a"), SENT_WHOLE + b"\r\n")
    assert heard.startswith(b"HTTP/1.1 200 ") and heard.count(b"HTTP/1.1 ") == 1 and not heard.endswith(UNENDED)


def test_a_body_that_nobody_reads_and_that_doesnt_end_ends_the_connection(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_protocol, "LINGER_S", 0.2)
    heard = told(address, b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 300000\r\n\r\n" + b"a" * 1_000)
    assert heard.startswith(b"HTTP/1.1 200 ") and not heard.endswith(UNENDED)
