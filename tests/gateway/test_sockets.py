"""What comes over a socket before there is a request: slow heads, large ones, and what is no HTTP."""

from collections.abc import Callable

import pytest

from tests.front_door import FrontDoor
from tests.gateway.raw_sockets import HOST, JSON, NAME, SENT_WHOLE, UNENDED, told
from tests.waiting import until
from tonebridge.gateway.held_bytes import held_bytes
from tonebridge.telemetry import metrics


def test_a_head_that_doesnt_end_is_a_408_and_the_connection_ends(impatient: tuple[str, int]) -> None:
    heard = told(impatient, b"GET / HTTP/1.1\r\nHo")
    assert heard.startswith(b"HTTP/1.1 408 ") and not heard.endswith(UNENDED)


def test_so_is_the_second_head_of_a_connection(impatient: tuple[str, int]) -> None:
    heard = told(impatient, b"GET / HTTP/1.1\r\n" + HOST + b"\r\n", b"GET / HT")
    assert heard.startswith(b"HTTP/1.1 200 ") and b"HTTP/1.1 408 " in heard and not heard.endswith(UNENDED)


def test_one_who_says_nothing_is_let_go(impatient: tuple[str, int]) -> None:
    assert told(impatient) == b""


def test_a_head_in_two_pieces_is_answered_and_the_connection_stays(
    address: tuple[str, int], read: Callable[[], int]
) -> None:
    heard = told(address, b"GET / HTTP/1.1\r\n", HOST + b"\r\n", read=read)
    assert heard.startswith(b"HTTP/1.1 200 ") and heard.endswith(b"(open)")
    until(lambda: held_bytes.unknown_by_site == {})


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
