"""Live connections that say nothing end as well, when what opened them has ended."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest
from asgiref.testing import ApplicationCommunicator
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions.change_password import change_password
from apps.accounts.actions.close_organization import close_organization
from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.contracts import Principal, Role, Scope
from apps.accounts.credentials.tokens import LEEWAY_S, lifetime
from apps.accounts.models import ApiKey, Membership, TokenFamily, User
from apps.accounts.queries import live_watch
from apps.accounts.queries.credentials import principal_of_token
from apps.accounts.queries.open_connections import ended_of
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.page import OURS, Page
from tests.passing_time import PassingTime
from tests.transform.test_live import TRANSFORM, _ask, headers, talk
from tests.waiting import until_async
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread

pytestmark = pytest.mark.usefixtures("quick_look")
End = Callable[[Person], object]


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
        user_id=person.user.id, authenticated_at=None, current=person.password, new="a long walk at noon"
    ),
    "suspended": lambda person: User.objects.filter(id=person.user.id).update(is_active=False),
    "removed": lambda person: Membership.objects.filter(user=person.user).delete(),
    "sign-in ended": lambda person: TokenFamily.objects.filter(user=person.user).update(revoked_at=clock.now()),
    "role lowered": lambda person: Membership.objects.filter(user=person.user).update(role=Role.VIEWER.value),
    "organization closed": lambda person: close_organization(principal=person.principal, name=person.organization.name),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_an_idle_connection_ends_with_its_sign_in(api: Api, alice: Person, end: End) -> None:
    assert idle(api(alice), lambda: end(alice), by_ticket(api(alice))) == 4401


def test_an_idle_connection_ends_with_the_token_that_opened_it(
    api: Api, alice: Person, passing_time: PassingTime
) -> None:
    ticket = by_ticket(api(alice))
    over_s = lifetime("access").total_seconds() + LEEWAY_S
    assert idle(api(alice), lambda: passing_time.pass_s(over_s), ticket) == 4401


KEY_ENDS: dict[str, dict[str, Any]] = {
    "revoked": {"revoked_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "expired": {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)},
    "scope taken away": {"scopes": [Scope.HISTORY.value]},
    "signatures demanded": {"requires_signature": True},
}


@pytest.mark.parametrize("change", KEY_ENDS.values(), ids=KEY_ENDS)
def test_an_idle_connection_ends_with_its_key(
    api: Api, visitor: FrontDoor, alice: Person, change: dict[str, Any]
) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": [Scope.TRANSFORM.value]}).json()
    door = visitor.as_(X_API_Key=made["secret"])
    assert idle(door, lambda: ApiKey.objects.filter(id=made["id"]).update(**change), by_ticket(door)) == 4401


def _sign_out(page: Page) -> object:
    return page.client.post("/sign-out/")


PAGE_ENDS: dict[str, Callable[[Page], object]] = {
    "signed out": _sign_out,
    "session expired": lambda page: Session.objects.update(expire_date=clock.now()),
    **{name: partial(lambda end, page: end(page.person), end) for name, end in ENDS.items() if name != "sign-in ended"},
}


@pytest.mark.parametrize("end", PAGE_ENDS.values(), ids=PAGE_ENDS)
def test_an_idle_connection_of_a_page_ends_with_its_session(
    visitor: FrontDoor, alice: Person, end: Callable[[Page], object]
) -> None:
    page = Page.of(alice)
    assert idle(visitor, lambda: end(page), origin=OURS, cookie=page.cookie) == 4401


@pytest.mark.parametrize("end", PAGE_ENDS.values(), ids=PAGE_ENDS)
def test_one_that_a_page_bought_a_ticket_for_ends_with_the_session(
    visitor: FrontDoor, alice: Person, end: Callable[[Page], object]
) -> None:
    page = Page.of(alice)
    assert idle(visitor, lambda: end(page), by_ticket(page.door(visitor))) == 4401


def test_a_frame_behind_the_sign_out_of_the_page_is_refused(
    visitor: FrontDoor, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_watch, "EVERY_S", 3600)  # the frame comes first
    page = Page.of(alice)

    async def story() -> str:
        socket = await _opened(ticket)
        await in_thread(_sign_out, page)
        answer = await _ask(socket, TRANSFORM)
        await socket.receive_output(timeout=20)
        await socket.send_input({"type": "websocket.disconnect", "code": 4401})
        await socket.wait()
        return str(answer["payload"]["code"])

    ticket = by_ticket(page.door(visitor))
    assert visitor.run(story()) == "INVALID_TOKEN"


def test_a_ticket_that_a_page_bought_opens_nothing_behind_its_sign_out(visitor: FrontDoor, alice: Person) -> None:
    page = Page.of(alice)
    ticket = by_ticket(page.door(visitor))
    _sign_out(page)
    assert talk(visitor, f"?{ticket}") == 4401


def test_a_connection_goes_on_while_others_end(
    api: Api, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_watch, "ended_of", looked := Mock(wraps=ended_of))

    async def story() -> tuple[int, str]:
        bobs, alices = await _opened(by_ticket_of[0]), await _opened(by_ticket_of[1])
        await in_thread(end_sign_ins, user_id=alice.user.id)
        code = int((await alices.receive_output(timeout=20))["code"])
        looks = looked.call_count
        await until_async(lambda: looked.call_count == looks + 3)
        answer = await _ask(bobs, {"type": "ping"})
        for socket in (alices, bobs):
            await socket.send_input({"type": "websocket.disconnect", "code": 1000})
            await socket.wait()
        return code, answer["type"]

    by_ticket_of = [by_ticket(api(bob)), by_ticket(api(alice))]
    assert api(alice).run(story()) == (4401, "pong")


class Deaf:
    """A connection whose peer takes nothing, also not that it ends, until it is told for the last time."""

    def __init__(self, principal: Principal, tellings: int) -> None:
        self._principal, self._left = principal, tellings
        self.told, self.closed = asyncio.Event(), asyncio.Event()

    def opened_by(self) -> Principal:
        return self._principal

    async def end(self) -> None:
        self._left -= 1
        self.told.set()
        if self._left:
            await asyncio.Event().wait()
        self.closed.set()


def test_one_that_takes_nothing_keeps_no_other_open(api: Api, alice: Person, bob: Person) -> None:
    async def story() -> int:
        bobs = await _opened(ticket)
        live_watch.watch.add(deaf)
        await in_thread(end_sign_ins, user_id=alice.user.id)
        await asyncio.wait_for(deaf.told.wait(), 20)
        await in_thread(end_sign_ins, user_id=bob.user.id)
        code = int((await bobs.receive_output(timeout=5))["code"])
        await bobs.send_input({"type": "websocket.disconnect", "code": code})
        await bobs.wait()
        live_watch.watch.discard(deaf)
        return code

    deaf, ticket = Deaf(principal_of_token(alice.access_token), 2), by_ticket(api(bob))
    assert api(bob).run(story()) == 4401


def test_one_that_took_nothing_is_ended_again(api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        live_watch.watch.add(deaf)
        await in_thread(end_sign_ins, user_id=alice.user.id)
        await asyncio.wait_for(deaf.closed.wait(), 20)

    monkeypatch.setattr(live_watch, "END_S", 0.02)
    deaf = Deaf(principal_of_token(alice.access_token), 3)
    api(alice).run(story())


def test_a_hundred_connections_are_asked_about_in_one_query(visitor: FrontDoor, alice: Person) -> None:
    opened = [principal_of_token(alice.access_token)] * 100
    with CaptureQueriesContext(connection) as queries:
        assert ended_of(opened) == [False] * 100
    assert len(queries) == 1
