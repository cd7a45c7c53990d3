"""Live connections that say nothing end as well, when what opened them has ended."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions.change_password import change_password
from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.contracts import Scope
from apps.accounts.models import ApiKey, Membership, TokenFamily, User
from apps.accounts.queries.credentials import principal_of_token
from apps.accounts.queries.open_connections import OpenConnection, ended_of
from apps.transform import live_watch
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.transform.test_live import OURS, _ask, headers
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread

End = Callable[[Person], object]


@pytest.fixture(autouse=True)
def _a_quick_look(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(live_watch, "EVERY_S", 0.02)
    monkeypatch.setattr(live_watch.watch, "_looking", None)
    yield
    assert live_watch.watch._open == set()


async def _opened(query: str = "", **more: str) -> ApplicationCommunicator:
    from tonebridge.routing import websockets

    scope = {"type": "websocket", "path": "/ws/v1/", "query_string": query.encode(), "headers": headers(**more)}
    socket = ApplicationCommunicator(websockets, scope)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(timeout=20))["type"] == "websocket.accept"
    return socket


def by_ticket(door: FrontDoor) -> str:
    return f"ticket={door.post('/api/v1/ws/ticket').json()['ticket']}"


def idle(door: FrontDoor, end: Callable[[], object], query: str = "", **more: str) -> int:
    """Open a connection, say nothing, let something end; the code that it is closed with."""

    async def story() -> int:
        socket = await _opened(query, **more)
        await in_thread(end)
        code = int((await socket.receive_output(timeout=20))["code"])
        await socket.send_input({"type": "websocket.disconnect", "code": code})
        await socket.wait()
        return code

    return door.run(story())


ENDS: dict[str, End] = {
    "signed out everywhere": lambda person: end_sign_ins(user_id=person.user.id),
    "password changed": lambda person: change_password(
        user_id=person.user.id, current=person.password, new="a long walk at noon"
    ),
    "suspended": lambda person: User.objects.filter(id=person.user.id).update(is_active=False),
    "removed": lambda person: Membership.objects.filter(user=person.user).delete(),
    "sign-in ended": lambda person: TokenFamily.objects.filter(user=person.user).update(revoked_at=clock.now()),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_an_idle_connection_ends_with_its_sign_in(api: Api, alice: Person, end: End) -> None:
    assert idle(api(alice), lambda: end(alice), by_ticket(api(alice))) == 4401


@pytest.mark.parametrize("ended", ["revoked_at", "expires_at"])
def test_an_idle_connection_ends_with_its_key(api: Api, visitor: FrontDoor, alice: Person, ended: str) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": [Scope.TRANSFORM.value]}).json()
    door = visitor.as_(X_API_Key=made["secret"])
    end = lambda: ApiKey.objects.filter(id=made["id"]).update(**{ended: clock.now()})  # noqa: E731 - said once
    assert idle(door, end, by_ticket(door)) == 4401


PAGE_ENDS = {name: ENDS[name] for name in ("signed out everywhere", "password changed", "suspended", "removed")}


@pytest.mark.parametrize("end", PAGE_ENDS.values(), ids=PAGE_ENDS)
def test_an_idle_connection_of_a_page_ends_with_its_session(visitor: FrontDoor, alice: Person, end: End) -> None:
    client = Client()
    client.force_login(alice.user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert idle(visitor, lambda: end(alice), origin=OURS, cookie=cookie) == 4401


def test_signing_out_of_a_page_ends_its_connection(visitor: FrontDoor, alice: Person) -> None:
    client = Client()
    client.force_login(alice.user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert idle(visitor, lambda: client.post("/sign-out/"), origin=OURS, cookie=cookie) == 4401


def test_a_connection_goes_on_while_others_end(api: Api, alice: Person, bob: Person) -> None:
    async def story() -> tuple[int, str]:
        bobs, alices = await _opened(by_ticket_of[0]), await _opened(by_ticket_of[1])
        await in_thread(end_sign_ins, user_id=alice.user.id)
        code = int((await alices.receive_output(timeout=20))["code"])
        await asyncio.sleep(0.1)
        answer = await _ask(bobs, {"type": "ping"})
        for socket in (alices, bobs):
            await socket.send_input({"type": "websocket.disconnect", "code": 1000})
            await socket.wait()
        return code, answer["type"]

    by_ticket_of = [by_ticket(api(bob)), by_ticket(api(alice))]
    assert api(alice).run(story()) == (4401, "pong")


def test_a_hundred_connections_are_asked_about_in_one_query(visitor: FrontDoor, alice: Person) -> None:
    opened = [OpenConnection(principal_of_token(alice.access_token))] * 100
    with CaptureQueriesContext(connection) as queries:
        assert ended_of(opened) == [False] * 100
    assert len(queries) == 1
