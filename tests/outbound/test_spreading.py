"""Many calls of one server at once: all are made, connections are used again, and a call that ends leaves its place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx2
import pytest

from tests.waiting import until_async
from tonebridge.outbound.spreading import EACH, SILENT, SpreadTransport

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Server:
    """Answers each request once `gate` is open; counts connections, and requests that wait."""

    def __init__(self) -> None:
        self.connections = self.waiting = self.most_waiting = 0
        self.gate, self.talks = asyncio.Event(), set[asyncio.Task[None] | None]()
        self.gate.set()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until the other side closes it."""
        self.connections += 1
        self.talks.add(asyncio.current_task())
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n"):
                await self._answer(writer)
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        await self.gate.wait()
        self.waiting -= 1
        writer.write(ANSWER)


@asynccontextmanager
async def served(most: int) -> AsyncIterator[tuple[Server, httpx2.AsyncClient]]:
    """A server and a client of it that makes up to `most` calls at once."""
    server = Server()
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0, backlog=512)
    port = listening.sockets[0].getsockname()[1]
    transport = SpreadTransport(most)
    async with httpx2.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{port}", timeout=5) as client:
        yield server, client
    listening.close()
    await asyncio.gather(*filter(None, server.talks))


async def calls(client: httpx2.AsyncClient, count: int) -> list[int]:
    """Their statuses, made at the same time."""
    return [answer.status_code for answer in await asyncio.gather(*(client.get("/") for _ in range(count)))]


async def all_are_free(server: Server, client: httpx2.AsyncClient) -> None:
    """As many calls as both pools have connections are under way at once."""
    await until_async(lambda: not server.waiting)
    server.gate.clear()
    answers = asyncio.create_task(calls(client, 2 * EACH))
    await until_async(lambda: server.waiting == 2 * EACH)
    server.gate.set()
    assert await answers == [200] * 2 * EACH


async def test_calls_one_after_another_share_a_connection() -> None:
    async with served(most=4 * EACH) as (server, client):
        for _ in range(5):
            await client.get("/")
        assert server.connections == 1


async def test_as_many_as_are_allowed_are_under_way_at_once_and_the_others_come_after_them() -> None:
    most = EACH + 3
    async with served(most) as (server, client):
        server.gate.clear()
        answers = asyncio.create_task(calls(client, most + 20))
        await until_async(lambda: server.waiting == most)
        server.gate.set()
        assert await answers == [200] * (most + 20)
        assert server.most_waiting == most


async def test_of_many_connections_a_few_of_each_pool_are_kept() -> None:
    async with served(most=2 * EACH) as (server, client):
        await all_are_free(server, client)
        before = server.connections
        await calls(client, SILENT)
        assert server.connections == before


async def test_calls_that_are_broken_off_before_an_answer_give_their_places_back() -> None:
    async with served(most=2 * EACH) as (server, client):
        server.gate.clear()
        first = asyncio.gather(*(client.get("/") for _ in range(EACH)), return_exceptions=True)
        await until_async(lambda: server.waiting == EACH)
        first.cancel()
        await asyncio.wait([first])
        server.gate.set()
        await all_are_free(server, client)


async def test_calls_that_are_broken_off_inside_an_answer_give_their_places_back() -> None:
    async with served(most=2 * EACH) as (server, client):
        for _ in range(EACH):
            async with client.stream("GET", "/"):
                pass
        await all_are_free(server, client)


async def test_a_server_that_refuses_takes_no_place() -> None:
    async with served(most=2 * EACH) as (server, client):
        for _ in range(EACH):
            with pytest.raises(httpx2.ConnectError):
                await client.get("http://127.0.0.1:1/")
        await all_are_free(server, client)
