"""/ws/v1/ as a client sees it."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.test import Client
from pytest_django import Settings

from apps.accounts.actions.end_sign_ins import end_sign_ins
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import Plan
from apps.accounts.queries import live_watch
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.transform.live_frames import heard
from tonebridge.ids import uuid7
from tonebridge.resilience.threads import in_thread

Frame = dict[str, Any]  # JSON
OURS = "http://127.0.0.1"


@pytest.fixture(autouse=True)
def _frames_find_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a frame is told doesn't depend on whether the look of every second came first (test_live_watch.py)."""
    monkeypatch.setattr(live_watch.LiveWatch, "_end", lambda *_: None)


def headers(**more: str) -> list[tuple[bytes, bytes]]:
    named = {"host": "127.0.0.1"} | more
    return [(name.encode(), value.encode()) for name, value in named.items()]


def talk(door: FrontDoor, query: str, *frames: object, **more: str) -> list[Frame] | int:
    """Send frames, get an answer each; the close code where the door stays shut."""
    return door.run(_talk(query, frames, headers(**more)))


async def _talk(query: str, frames: tuple[object, ...], sent: list[tuple[bytes, bytes]]) -> list[Frame] | int:
    from tonebridge.routing import websockets

    scope = {"type": "websocket", "path": "/ws/v1/", "query_string": query[1:].encode(), "headers": sent}
    socket = ApplicationCommunicator(websockets, scope | {"client": ["127.0.0.1", 50_000]})
    await socket.send_input({"type": "websocket.connect"})
    opened = await socket.receive_output(timeout=20)
    if opened["type"] == "websocket.close":
        return int(opened["code"])
    answers = [await _ask(socket, frame) for frame in frames]
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait()
    return answers


async def _ask(socket: ApplicationCommunicator, frame: object) -> Frame:
    text = frame if isinstance(frame, str) else json.dumps(frame)
    await socket.send_input({"type": "websocket.receive", "text": text})
    sent = await socket.receive_output(timeout=20)
    return heard(sent)


def test_a_problem_names_the_request_that_opened_the_connection(api: Api, alice: Person, visitor: FrontDoor) -> None:
    """As a problem over HTTP does: the caller's name for it, where that is a fitting one, else a name of ours."""

    def names(**sent: str) -> list[str]:
        opened = f"?ticket={api(alice).post('/api/v1/ws/ticket').json()['ticket']}"
        frames = ({"type": "dance"}, "no JSON", {"type": "transform", "id": 1, "payload": {}})
        answers = talk(visitor, opened, *frames, **sent)
        assert isinstance(answers, list)
        assert [answer["type"] for answer in answers] == ["error"] * 3
        return [answer["payload"]["request_id"] for answer in answers]

    assert names(**{"x-request-id": "my-request-1"}) == ["my-request-1"] * 3
    ours, others = names(), names(**{"x-request-id": "<!>"})
    assert len({*ours}) == len({*others}) == 1
    assert ours[0] != others[0] and min(len(ours[0]), len(others[0])) == 32


def test_the_answer_to_a_handshake_names_the_connection(api: Api, alice: Person, visitor: FrontDoor) -> None:
    ticket = f"?ticket={api(alice).post('/api/v1/ws/ticket').json()['ticket']}"
    opened = visitor.run(_opened(ticket, headers(**{"x-request-id": "my-request-2"})))
    assert (b"x-request-id", b"my-request-2") in opened["headers"]


async def _opened(query: str, sent: list[tuple[bytes, bytes]]) -> Frame:
    from tonebridge.routing import websockets

    scope = {"type": "websocket", "path": "/ws/v1/", "query_string": query[1:].encode(), "headers": sent}
    socket = ApplicationCommunicator(websockets, scope | {"client": ["127.0.0.1", 50_000]})
    await socket.send_input({"type": "websocket.connect"})
    opened: Frame = await socket.receive_output(timeout=20)
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait()
    return opened


@pytest.fixture
def ticket(api: Api, alice: Person) -> str:
    answer = api(alice).post("/api/v1/ws/ticket").json()
    assert answer["expires_in"] == 30
    return f"?ticket={answer['ticket']}"


def test_a_client_with_a_ticket_pings_transforms_and_analyzes(visitor: FrontDoor, ticket: str) -> None:
    answers = talk(
        visitor,
        ticket,
        {"type": "ping", "id": 1},
        {"type": "transform", "id": "t", "payload": {"text": "直せ。", "transformation_type": "soften"}},
        {"type": "analyze", "id": "a", "payload": {"text": "直せ。"}},
    )
    assert isinstance(answers, list)
    assert [(answer["type"], answer["id"]) for answer in answers] == [
        ("pong", 1),
        ("transform.result", "t"),
        ("analyze.result", "a"),
    ]
    assert answers[1]["payload"]["changed"] is True


def test_what_is_transformed_live_stands_in_history(api: Api, alice: Person, visitor: FrontDoor, ticket: str) -> None:
    frame = {"type": "transform", "payload": {"text": "直せ。", "transformation_type": "soften"}}
    talk(visitor, ticket, frame)
    assert [item["original_text"] for item in api(alice).get("/api/v1/history").json()["items"]] == ["直せ。"]


def test_a_ticket_opens_one_connection(visitor: FrontDoor, ticket: str) -> None:
    assert isinstance(talk(visitor, ticket), list)
    assert talk(visitor, ticket) == 4401


def test_a_stranger_is_not_let_in(visitor: FrontDoor) -> None:
    assert talk(visitor, "") == 4401
    assert talk(visitor, "?ticket=made-up") == 4401


def test_a_foreign_page_is_not_let_in_even_with_a_ticket(visitor: FrontDoor, ticket: str) -> None:
    assert talk(visitor, ticket, origin="https://evil.example") == 4403


def test_a_page_of_an_ipv6_address_is_let_in(visitor: FrontDoor, ticket: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["[::1]"]
    pong: Frame = {"type": "pong", "id": None, "payload": {}}
    assert talk(visitor, ticket, {"type": "ping"}, host="[::1]", origin="http://[::1]") == [pong]


def test_a_page_of_ours_is_let_in_by_its_session(visitor: FrontDoor, alice: Person) -> None:
    client = Client()
    client.force_login(alice.user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert talk(visitor, "", {"type": "ping"}, origin=OURS, cookie=cookie) == [
        {"type": "pong", "id": None, "payload": {}}
    ]
    assert talk(visitor, "", origin="https://evil.example", cookie=cookie) == 4403
    assert talk(visitor, "", cookie=cookie) == 4401


BAD_FRAMES = {
    "no JSON": ("{", "INVALID_REQUEST"),
    "no object": ("[]", "INVALID_REQUEST"),
    "no type": ({"id": 1}, "INVALID_REQUEST"),
    "an unknown type": ({"type": "shout"}, "INVALID_REQUEST"),
    "an id without end": ({"type": "ping", "id": "a" * 201}, "INVALID_REQUEST"),
    "an id of many parts": ({"type": "ping", "id": [[1]]}, "INVALID_REQUEST"),
    "no text": ({"type": "transform", "payload": {"transformation_type": "soften"}}, "VALIDATION_ERROR"),
    "no payload": ({"type": "analyze"}, "VALIDATION_ERROR"),
    "a text that can't be stored": (
        '{"type": "transform", "payload": {"text": "a\\u0000", "transformation_type": "soften"}}',
        "INVALID_REQUEST",
    ),
}


@pytest.mark.parametrize(("frame", "code"), BAD_FRAMES.values(), ids=BAD_FRAMES)
def test_a_bad_frame_gets_a_problem_and_the_next_one_an_answer(
    visitor: FrontDoor, ticket: str, frame: object, code: str
) -> None:
    answers = talk(visitor, ticket, frame, {"type": "ping", "id": 2})
    assert isinstance(answers, list)
    assert (answers[0]["type"], answers[0]["payload"]["code"], answers[1]["type"]) == ("error", code, "pong")


def test_a_key_without_the_scope_may_not_transform(visitor: FrontDoor, api: Api, alice: Person) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "reader", "scopes": [Scope.HISTORY.value]}).json()
    answer = visitor.as_(X_API_Key=made["secret"]).post("/api/v1/ws/ticket")
    assert answer.status_code == 403


TRANSFORM = {"type": "transform", "payload": {"text": "直せ。", "transformation_type": "soften"}}


def test_an_open_connection_ends_with_the_sign_in_that_opened_it(
    api: Api, alice: Person, visitor: FrontDoor, ticket: str
) -> None:
    async def conversation() -> list[Frame]:
        socket = await opened(ticket)
        before = await _ask(socket, TRANSFORM)
        await in_thread(end_sign_ins, user_id=alice.user.id)
        after = await _ask(socket, TRANSFORM)
        return [before, after, dict(await socket.receive_output(timeout=20))]

    before, after, closing = visitor.run(conversation())
    assert (before["type"], after["payload"]["code"]) == ("transform.result", "INVALID_TOKEN")
    assert (closing["type"], closing["code"]) == ("websocket.close", 4401)


async def opened(query: str) -> ApplicationCommunicator:
    from tonebridge.routing import websockets

    scope = {"type": "websocket", "path": "/ws/v1/", "query_string": query[1:].encode(), "headers": headers()}
    socket = ApplicationCommunicator(websockets, scope)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output(timeout=20))["type"] == "websocket.accept"
    return socket


def test_a_ticket_of_a_sign_in_that_has_ended_opens_nothing(visitor: FrontDoor, alice: Person, ticket: str) -> None:
    end_sign_ins(user_id=alice.user.id)
    assert talk(visitor, ticket) == 4401


def test_a_role_that_was_taken_away_counts_on_an_open_connection(
    api: Api, alice: Person, bob: Person, visitor: FrontDoor
) -> None:
    bobs = f"?ticket={api(bob).post('/api/v1/ws/ticket').json()['ticket']}"
    bob.user.memberships.update(role=Role.VIEWER.value)
    (answer,) = talk(visitor, bobs, TRANSFORM)  # type: ignore[misc]  # a list, or the test fails
    assert answer["payload"]["code"] == "INSUFFICIENT_PERMISSIONS"


def test_the_days_quota_of_an_open_connection_is_the_one_of_today(
    api: Api, alice: Person, visitor: FrontDoor, ticket: str
) -> None:
    async def conversation() -> list[Frame]:
        socket = await opened(ticket)
        before = await _ask(socket, TRANSFORM)
        await in_thread(Plan.objects.filter(code="pro").update, per_day=1)
        return [before, await _ask(socket, TRANSFORM)]

    before, after = visitor.run(conversation())
    assert (before["type"], after["payload"]["code"]) == ("transform.result", "QUOTA_EXCEEDED")


def test_asking_for_a_job_is_a_call(api: Api, alice: Person, visitor: FrontDoor, ticket: str) -> None:
    Plan.objects.filter(code="pro").update(per_minute=3)
    asked = {"type": "subscribe", "payload": {"channel": f"job:{uuid7()}"}}
    answers = talk(visitor, ticket, asked, asked, asked, asked)
    assert isinstance(answers, list)
    codes = [answer["payload"]["code"] for answer in answers]
    assert codes[0] == "NOT_FOUND" and codes[-1] == "RATE_LIMITED"


@pytest.mark.parametrize("shown", ["ticket", "session"])
def test_made_up_tickets_and_sessions_count_as_any_wrong_credential(
    visitor: FrontDoor, plans: None, settings: Settings, shown: str
) -> None:
    settings.GATEWAY_REFUSED_PER_MINUTE = 3
    told = []
    for number in range(4):
        query = f"?ticket=made-up-{number}" if shown == "ticket" else ""
        told.append(talk(visitor, query, origin=OURS, cookie=f"sessionid=made-up-{number}"))
    assert told == [4401, 4401, 4401, 4429]
    assert visitor.as_(X_API_Key="wrong").get("/api/v1/auth/me").status_code == 429
