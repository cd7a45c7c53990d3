"""Handshakes of WebSockets and what is sent with them: one host, one answer, nothing behind it."""

import asyncio

import pytest

from tests.serving.conftest import HANDSHAKE, HOST, SMUGGLED, Web, statuses
from tonebridge.gateway.held_bytes import held_bytes
from tonebridge.serving.bounded_protocol import PIECE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "hosts", [b"", HOST * 2, HOST + b"Host: evil.example\r\n", b"Host:\r\n"], ids=["none", "two", "another", "empty"]
)
def test_a_handshake_names_its_host_once(web: Web, hosts: bytes) -> None:
    answers = web.hear(HANDSHAKE + hosts + b"\r\n" + SMUGGLED)
    assert statuses(answers) == [400] and answers[0].json["code"] == "INVALID_REQUEST" and web.closed


@pytest.mark.filterwarnings("ignore:remove second argument of ws_handler:DeprecationWarning")  # uvicorn's to heed
def test_what_comes_behind_a_handshake_is_never_parsed_and_nothing_of_it_is_held(web: Web) -> None:
    asked = HANDSHAKE + HOST
    piece = asked + b"X: ".ljust(PIECE - len(asked) - 4, b"a") + b"\r\n\r\n"
    assert statuses(web.hear(piece + SMUGGLED)) == [403] and web.closed
    assert statuses(web.hear(piece + b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"b" * 20_000)) == [403]
    assert web.closed and held_bytes.total == held_bytes.unknown == 0


@pytest.mark.filterwarnings("ignore:remove second argument of ws_handler:DeprecationWarning")  # uvicorn's to heed
def test_a_handshake_that_is_refused_ends_the_connection(web: Web) -> None:
    refused = web.send(HANDSHAKE + HOST + b"\r\n" + SMUGGLED)[0]
    assert refused.status == 403
    assert web.runner.run(asyncio.wait_for(web.reader.read(), 3)) == b""


@pytest.mark.filterwarnings("ignore:remove second argument of ws_handler:DeprecationWarning")  # uvicorn's to heed
@pytest.mark.parametrize("path", ["/ws/v2/", "/ws/v1", "/ws/v1/x", "/health", "/", "/%00"])
def test_where_there_is_no_websocket_the_handshake_is_refused(web: Web, path: str) -> None:
    assert web.send(HANDSHAKE.replace(b"/ws/v1/", path.encode()) + HOST + b"\r\n")[0].status == 403
