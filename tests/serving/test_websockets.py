"""A WebSocket is a connection of its address, from the handshake of the request that it was to its end."""

import asyncio

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.serving.conftest import HANDSHAKE, HOST, Web
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


async def nobody_is_left() -> None:
    while peers.total:
        await asyncio.sleep(0.01)


def test_it_counts_once_while_it_is_open_and_not_behind_its_end(web: Web, api: Api, alice: Person) -> None:
    ticket = api(alice).post("/api/v1/ws/ticket").json()["ticket"]
    assert opened(web, ticket) == b"HTTP/1.1 101 Switching Protocols"
    assert (peers.total, list(peers.by_site.values())) == (1, [1])
    web.writer.close()
    web.runner.run(asyncio.wait_for(nobody_is_left(), 20))
    assert (peers.total, peers.by_site) == (0, {})
