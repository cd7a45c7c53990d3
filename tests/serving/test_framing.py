"""Where a request ends: whatever is sent in whatever pieces, each request is answered once, and nothing else is."""

import json

import pytest

from tests.cast import Person
from tests.serving.conftest import HANDSHAKE, HOST, SMUGGLED, SOFTEN_ME, Answer, Web, request, statuses
from tests.serving.test_express import warm
from tonebridge.telemetry import metrics

pytestmark = pytest.mark.django_db(transaction=True)


HEALTH = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
LONGER = SOFTEN_ME | {"text": "明日までに直せ。" * 20}
END = b"\r\n\r\n"


def is_problem(answer: Answer) -> bool:
    """Whether it is an error as the API tells all of them."""
    return answer.headers["content-type"] == "application/problem+json" and answer.json["code"] == "INVALID_REQUEST"


@pytest.fixture
def known(web: Web, hurried: Person) -> tuple[bytes, bytes, bytes, bytes]:
    """Head and body of a short request and of a longer one, both answered by the express lane."""
    warm(web, hurried)
    short, longer = request(hurried), request(hurried, LONGER)
    web.send(longer)
    assert web.send(short)[0].quick and web.send(longer)[0].quick
    return (*_parts(short), *_parts(longer))


Parts = tuple[bytes, bytes, bytes, bytes]


def _parts(raw: bytes) -> tuple[bytes, bytes]:
    end = raw.find(END) + 4
    return raw[:end], raw[end:]


@pytest.mark.parametrize("pieces", [1, 2, 3])
def test_a_known_head_with_a_shorter_known_body_waits_for_the_rest_of_it(web: Web, known: Parts, pieces: int) -> None:
    _short_head, short, head, longer = known
    rest = SMUGGLED.replace(END, b"\r\nX-Pad: %b" % (b"a" * 9_999))[: len(longer) - len(short) - 4] + END
    begun = {1: [head + short], 2: [head, short], 3: [head, short[:10], short[10:]]}[pieces]
    answers = web.hear(*begun, rest)
    assert statuses(answers) == [400] and not answers[0].quick
    assert not web.closed


def test_a_known_head_with_a_longer_known_body_gets_no_known_answer(web: Web, known: Parts) -> None:
    head, short, _head, longer = known
    answers = web.hear(head + longer)
    assert statuses(answers) == [400, 400] and web.closed
    assert len(short) < len(longer) and not any(answer.quick for answer in answers)


def test_a_known_request_with_another_one_behind_it_is_two(web: Web, known: Parts) -> None:
    head, short, other_head, longer = known
    assert statuses(web.hear(head + short + SMUGGLED)) == [200, 404]
    texts = [answer.json["original_text"] for answer in web.hear(head + short + other_head + longer)]
    assert texts == [SOFTEN_ME["text"], LONGER["text"]]


def test_a_known_request_is_one_wherever_it_is_cut(web: Web, known: Parts) -> None:
    head, short, _head, _longer = known
    raw = head + short
    for cut in range(1, len(raw), 7):
        answers = web.hear(raw[:cut], raw[cut:])
        assert [answer.json["cached"] for answer in answers] == [True]


def test_a_known_request_in_single_bytes_is_one(web: Web, known: Parts) -> None:
    head, short, _head, _longer = known
    answers = web.hear(*((head + short)[at : at + 1] for at in range(len(head + short))))
    assert statuses(answers) == [200]


def test_a_known_health_with_a_body_behind_it_never_is_two_requests(web: Web) -> None:
    raw = HEALTH.replace(END, b"\r\nContent-Length: %d%b" % (len(SMUGGLED), END))
    for _ in range(3):
        answers = web.hear(raw, SMUGGLED)
        assert statuses(answers) == [200] and answers[0].headers["connection"] == "close" and web.closed
    assert statuses(web.hear(raw + SMUGGLED)) == [200] and not web.closed


def test_two_healths_in_one_piece_are_two_answers_each_time(web: Web) -> None:
    for _ in range(3):
        assert statuses(web.hear(HEALTH * 2)) == [200, 200]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_what_was_known_is_left_open_only_where_the_stack_does(web: Web, hurried: Person, version: str) -> None:
    warm(web, hurried)
    raw = request(hurried).replace(b"HTTP/1.1", b"HTTP/%b" % version.encode())
    health = HEALTH.replace(b"HTTP/1.1", b"HTTP/%b" % version.encode())
    for _ in range(3):
        assert statuses(web.hear(raw)) == [200] and web.closed is (version == "1.0")
        assert statuses(web.hear(health)) == [200] and web.closed is (version == "1.0")


def test_an_answer_before_the_body_was_there_ends_the_connection(web: Web, hurried: Person) -> None:
    head = b"POST /api/v1/transform HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    answers = web.hear(head + b"Content-Length: 99999999\r\n\r\n", SMUGGLED)
    assert statuses(answers) == [413] and answers[0].headers["connection"] == "close" and web.closed


def test_nothing_behind_the_last_request_is_answered(web: Web, hurried: Person) -> None:
    last = HEALTH.replace(END, b"\r\nConnection: close" + END)
    assert statuses(web.hear(last + SMUGGLED)) == [200] and web.closed
    assert statuses(web.hear(last + b"\0\0\0")) == [200] and web.closed
    assert statuses(web.hear(last, SMUGGLED)) == [200] and web.closed


def test_what_is_no_request_is_refused_after_those_before_it(web: Web, known: Parts) -> None:
    head, short, _head, _longer = known
    answers = web.hear(head + short + b"\0\0\0")
    assert statuses(answers) == [200, 400] and web.closed
    answers = web.hear(head + short + HEALTH + HEALTH.replace(b"Host:", b"Host :") + SMUGGLED)
    assert statuses(answers) == [200, 200, 400] and is_problem(answers[2]) and web.closed


def test_a_broken_body_is_refused_after_those_before_it(web: Web, known: Parts) -> None:
    head, short, _head, _longer = known
    chunked = head.replace(b"Content-Length: %d" % len(short), b"Transfer-Encoding: chunked")
    answers = web.hear(head + short + chunked + b"xyz\r\n" + SMUGGLED)
    assert statuses(answers) == [200, 400] and is_problem(answers[1]) and web.closed
    answers = web.hear(chunked + b"5\r\n{", b"}zzzzzz" + SMUGGLED)
    assert statuses(answers) == [400] and is_problem(answers[0]) and web.closed


def test_a_broken_body_behind_a_head_that_is_refused_is_refused_like_the_head(web: Web, known: Parts) -> None:
    head, short, _head, _longer = known
    packed = head.replace(b"Content-Length: %d" % len(short), b"Transfer-Encoding: gzip, chunked")
    for before in (b"", head + short):
        for pieces in ([before + packed + b"xyz\r\n" + SMUGGLED], [before + packed, b"xyz\r\n" + SMUGGLED]):
            answers = web.hear(*pieces)
            assert answers[-1].json["code"] == "INVALID_REQUEST" and answers[-1].status == 400 and web.closed
            assert statuses(answers[:-1]) == ([200] if before else [])


@pytest.mark.parametrize("protocol", [b"h2c", b"tls/1.0", b"websocket"])
def test_a_body_of_who_wants_another_protocol_is_never_a_request(web: Web, protocol: bytes) -> None:
    asks = b"\r\nConnection: Upgrade\r\nUpgrade: " + protocol
    raw = b"POST /health HTTP/1.1\r\n" + HOST[:-2] + asks + b"\r\nContent-Length: %d%b" % (len(SMUGGLED), END)
    for pieces in ([raw, SMUGGLED], [raw + SMUGGLED], [raw + SMUGGLED[:9], SMUGGLED[9:]]):
        assert statuses(web.hear(*pieces)) == [400] and web.closed


def test_who_wants_another_protocol_is_answered_in_this_one_and_let_go(web: Web) -> None:
    raw = HEALTH.replace(END, b"\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\nUpgrade: h2c" + END)
    for pieces in ([raw], [raw + SMUGGLED], [raw, SMUGGLED]):
        answers = web.hear(*pieces)
        assert statuses(answers) == [200] and answers[0].headers["connection"] == "close" and web.closed


def test_fields_behind_a_body_are_no_fields_of_the_head(web: Web, hurried: Person) -> None:
    content = json.dumps(SOFTEN_ME).encode()
    head = b"POST /api/v1/transform HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    chunk = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n" % (len(content), content)
    trailer = f"Authorization: Bearer {hurried.access_token}\r\nHost: 127.0.0.1\r\n".encode()
    assert statuses(web.hear(head + chunk + trailer + b"\r\n")) == [401]
    allowed = trailer.replace(HOST, b"")
    assert statuses(web.hear(head + allowed + chunk + b"Authorization: Bearer x\r\nHost: evil.example\r\n\r\n")) == [
        200
    ]


def test_extensions_of_chunks_are_passed_over_and_bounded(web: Web, hurried: Person) -> None:
    content = json.dumps(SOFTEN_ME).encode()
    head = request(hurried).partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x;name=value\r\n%b\r\n0\r\n\r\n" % (len(content), content)
    assert statuses(web.hear(head + chunk)) == [200]
    assert statuses(web.hear(head, b"1;" + b"a" * 9_000, b"a" * 9_000, b"a\r\n{\r\n0\r\n\r\n")) == [400] and web.closed


def test_in_chunks_of_a_byte_a_body_still_is_one(web: Web, hurried: Person) -> None:
    head = request(hurried).partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
    content = json.dumps(SOFTEN_ME | {"text": "明日までに直せ。" * 500}).encode()
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in content)
    assert statuses(
        web.hear(head, *(chunks[at : at + 9_000] for at in range(0, len(chunks), 9_000)), b"0\r\n\r\n")
    ) == [200]


HEADS = {
    "two hosts": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n",
    "another host first": b"GET %b HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1\r\n",
    "another host last": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n",
    "two hosts in HTTP/1.0": b"GET %b HTTP/1.0\r\nHost: 127.0.0.1\r\nhost: 127.0.0.1\r\n",
    "no host": b"GET %b HTTP/1.1\r\nAccept: */*\r\n",
    "an empty host": b"GET %b HTTP/1.1\r\nHost: \r\n",
    "an address of another host": b"GET http://localhost%b HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "an address without a host": b"GET http://127.0.0.1%b HTTP/1.1\r\nAccept: */*\r\n",
    "an address with a user": b"GET http://me@127.0.0.1%b HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "a fragment": b"GET %b#there HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "two keys": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: a\r\nX-API-Key: b\r\n",
    "HTTP/0.9": b"GET %b\r\n",
    "HTTP/2.0": b"GET %b HTTP/2.0\r\nHost: 127.0.0.1\r\n",
    "packed chunks": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip, chunked\r\n",
    "an unknown coding": b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: xchunked\r\n",
    "chunks in HTTP/1.0": b"GET %b HTTP/1.0\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n",
}


@pytest.mark.parametrize("path", [b"/health", b"/api/v1/auth/me", b"/sign-in/"])
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_what_can_be_read_in_two_ways_is_refused_and_the_connection_ends(web: Web, head: bytes, path: bytes) -> None:
    chunks = b"0\r\n\r\n" if b"chunked" in head else b""
    answers = web.hear(head % path + b"\r\n" + chunks + SMUGGLED)
    assert statuses(answers) == [400] and answers[0].headers["connection"] == "close" and web.closed
    assert answers[0].json["code"] == "INVALID_REQUEST" and answers[0].json["request_id"]


PARSED = {
    "a plus": b"Content-Length: +5\r\n\r\nabcde",
    "a list of lengths": b"Content-Length: 5,5\r\n\r\nabcde",
    "the same length twice": b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
    "two lengths": b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nabcde",
    "chunks and a length": b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "a length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks twice": b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "a folded line": b"X-A: 1\r\n Content-Length: 5\r\n\r\nabcde",
    "a bare line feed": b"X-A: 1\nContent-Length: 5\r\n\r\nabcde",
    "a space before the colon": b"Content-Length : 5\r\n\r\nabcde",
    "a NUL": b"X-A: a\0b\r\n\r\n",
    "a bare carriage return": b"X-A: a\rContent-Length: 5\r\n\r\nabcde",
    "a chunk ended by a line feed": b"Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
    "a chunk longer than it says": b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
    "a chunk in hexadecimal with its mark": b"Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
    "an extension ended by a line feed": b"Transfer-Encoding: chunked\r\n\r\n1;a\nb\r\na\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("rest", PARSED.values(), ids=PARSED)
def test_what_the_parser_refuses_is_answered_once(web: Web, rest: bytes) -> None:
    answers = web.hear(b"POST /api/v1/transform HTTP/1.1\r\n" + HOST + rest + SMUGGLED)
    assert statuses(answers) == [400] and web.closed
    assert is_problem(answers[0])


def test_an_address_that_names_the_same_host_is_served(web: Web) -> None:
    assert statuses(web.hear(b"GET http://127.0.0.1/health HTTP/1.1\r\n" + HOST + b"\r\n")) == [200]
    assert statuses(web.hear(b"GET /health HTTP/1.0\r\n\r\n")) == [200]


def test_a_length_with_an_underscore_is_none(web: Web) -> None:
    raw = HEALTH.replace(END, b"\r\nContent_Length: 5\r\nTransfer_Encoding: chunked" + END)
    assert statuses(web.hear(raw, SMUGGLED)) == [200, 404]


def test_who_asks_whether_to_go_on_is_told_so_once(web: Web, hurried: Person) -> None:
    head, body = _parts(request(hurried, None, Expect="100-continue"))
    assert statuses(web.hear(head, body)) == [100, 200]
    old = head.replace(b"HTTP/1.1", b"HTTP/1.0")
    assert statuses(web.hear(old, body)) == [200] and web.closed


def test_who_has_gone_on_already_is_not_told_to(web: Web, hurried: Person) -> None:
    head, body = _parts(request(hurried, None, Expect="100-continue"))
    assert statuses(web.hear(head + body)) == [200]


def test_a_handshake_behind_a_request_that_isnt_answered_opens_nothing(web: Web, known: Parts) -> None:
    head, short, _head, _longer = known
    answers = web.hear(head + short + HANDSHAKE + HOST + b"\r\n" + SMUGGLED)
    assert statuses(answers) == [200, 404] and web.closed


def heads_refused(status: str) -> float:
    return float(metrics.HEADS_REFUSED.labels(status)._value.get())


def test_what_the_server_refuses_is_counted_and_what_the_application_refuses_is_not(web: Web, known: Parts) -> None:
    head, short, _head, _longer = known
    before = heads_refused("400")
    packed = head.replace(b"Content-Length: %d" % len(short), b"Transfer-Encoding: gzip, chunked")
    assert statuses(web.hear(packed + b"xyz\r\n")) == [400]
    assert heads_refused("400") == before
    assert statuses(web.hear(head + short + HEALTH.replace(b"Host:", b"Host :"))) == [200, 400]
    assert heads_refused("400") == before + 1
