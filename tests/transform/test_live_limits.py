"""What /ws/v1/ doesn't put up with."""

import asyncio
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from pytest_django import Settings

from apps.transform import consumers
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tests.transform.test_live import _ask, opened
from tonebridge.limits.connections import live
from tonebridge.resilience import deadline


def ticket_of(api: Api, person: Person) -> str:
    return f"?ticket={api(person).post('/api/v1/ws/ticket').json()['ticket']}"


@pytest.fixture
def ticket(api: Api, alice: Person) -> str:
    return ticket_of(api, alice)


async def closed_with(socket: ApplicationCommunicator) -> int:
    """The code it is closed with, whatever is said before."""
    while (said := await socket.receive_output(timeout=20))["type"] != "websocket.close":
        pass
    return int(said["code"])


FAULTS: dict[str, tuple[dict[str, Any], int]] = {
    "bytes": ({"bytes": b"\x00\x01"}, 1003),
    "a frame that is too long": ({"text": "あ" * 100_001}, 1009),
}


@pytest.mark.parametrize(("frame", "code"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_form_ends_the_connection(visitor: FrontDoor, ticket: str, frame: dict[str, Any], code: int) -> None:
    async def conversation() -> int:
        socket = await opened(ticket)
        await socket.send_input({"type": "websocket.receive", **frame})
        return await closed_with(socket)

    assert visitor.run(conversation()) == code


def test_a_flood_of_frames_ends_the_connection(visitor: FrontDoor, ticket: str) -> None:
    async def conversation() -> int:
        socket = await opened(ticket)
        for _ in range(consumers.FRAMES.capacity + 20):
            await socket.send_input({"type": "websocket.receive", "text": '{"type": "ping"}'})
        return await closed_with(socket)

    assert visitor.run(conversation()) == 1008


def test_an_organization_has_so_many_connections(
    api: Api, alice: Person, bob: Person, charlie: Person, visitor: FrontDoor, settings: Settings
) -> None:
    settings.LIVE_CONNECTIONS = {alice.principal.plan.code: 2}
    tickets = [ticket_of(api, person) for person in (alice, bob, alice, charlie)]

    async def conversation() -> tuple[int, int]:
        first, second = await opened(tickets[0]), await opened(tickets[1])
        refused = await _refused(tickets[2])
        stranger = await opened(tickets[3])
        for socket in (first, second, stranger):
            await socket.send_input({"type": "websocket.disconnect", "code": 1000})
            await socket.wait()
        return refused, live._open[alice.principal.organization_id]

    assert visitor.run(conversation()) == (4429, 0)


async def _refused(query: str) -> int:
    from tonebridge.routing import websockets

    scope = {"type": "websocket", "path": "/ws/v1/", "query_string": query[1:].encode(), "headers": HEADERS}
    socket = ApplicationCommunicator(websockets, scope)
    await socket.send_input({"type": "websocket.connect"})
    return await closed_with(socket)


HEADERS = [(b"host", b"127.0.0.1")]


def test_a_client_that_takes_nothing_is_let_go(
    visitor: FrontDoor, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "SEND_S", 0.05)

    async def never(_self: object, _text: str) -> None:
        await asyncio.Event().wait()

    async def conversation() -> int:
        socket = await opened(ticket)
        monkeypatch.setattr(consumers.LiveConsumer, "send", never)
        await socket.send_input({"type": "websocket.receive", "text": '{"type": "ping"}'})
        return await closed_with(socket)

    assert visitor.run(conversation()) == 1008


def test_a_frame_has_a_deadline(
    visitor: FrontDoor, ticket: str, passing_time: PassingTime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing_time.stand_still()
    left: list[float] = []

    async def noting(_consumer: object, _payload: object) -> tuple[str, dict[str, Any]]:
        left.append(deadline.left_s(100))
        return "pong", {}

    monkeypatch.setitem(consumers.DOORS, "ping", noting)

    async def conversation() -> None:
        await _ask(await opened(ticket), {"type": "ping"})

    visitor.run(conversation())
    assert left == [settings.DEADLINE_S]
