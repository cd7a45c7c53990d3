"""A WebSocket is a connection of its address, from the handshake of the request that it was to its end."""

import asyncio
import sys
from typing import Any

import pytest

from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.queries import live_watch
from tests.cast import Person
from tests.front_door import Api
from tests.serving.conftest import HANDSHAKE, HOST, Web
from tests.waiting import until_async
from tonebridge.gateway.peers import peers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:remove second argument of ws_handler:DeprecationWarning"),  # uvicorn's to heed
]


def opened(web: Web, ticket: str) -> bytes:
    """The status line of a handshake with the ticket."""

    async def exchange() -> bytes:
        web.writer.write(HANDSHAKE.replace(b"/ws/v1/", b"/ws/v1/?ticket=" + ticket.encode()) + HOST + b"\r\n")
        return await web.reader.readuntil(b"\r\n\r\n")

    return web.runner.run(asyncio.wait_for(exchange(), 20)).partition(b"\r\n")[0]


def test_it_counts_once_while_it_is_open_and_not_behind_its_end(web: Web, api: Api, alice: Person) -> None:
    ticket = api(alice).post("/api/v1/ws/ticket").json()["ticket"]
    assert opened(web, ticket) == b"HTTP/1.1 101 Switching Protocols"
    assert (peers.total, list(peers.by_site.values())) == (1, [1])
    web.writer.close()
    web.runner.run(until_async(lambda: not peers.total))
    assert (peers.total, peers.by_site) == (0, {})


def test_a_peer_that_reads_nothing_is_gone_soon_after_its_sign_in_has_ended(
    web: Web, api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It doesn't answer the close, nor close its own side: each of four steps waits for it, and then the connection is cut."""
    assert 4 * websocket().CLOSE_S < live_watch.END_S
    monkeypatch.setattr(websocket(), "CLOSE_S", 0.05)
    ticket = api(alice).post("/api/v1/ws/ticket").json()["ticket"]
    assert opened(web, ticket) == b"HTTP/1.1 101 Switching Protocols"
    web.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a transport of a socket can
    end_sign_ins(user_id=alice.user.id)
    web.runner.run(until_async(lambda: not peers.total, within_s=5))


def websocket() -> Any:
    """Imported by now: `websockets` warns of its older half when it is."""
    return sys.modules["tonebridge.gateway.websocket"]
