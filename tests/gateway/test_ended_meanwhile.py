"""Who may call is asked again after a wait: while a large body came in, or before a turn, the credential may have ended."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Any

import httpx
import pytest
from django.contrib.sessions.models import Session

from apps.accounts.contracts import Principal, Role
from apps.accounts.models import ApiKey, Membership, TokenFamily, User
from apps.accounts.queries.credentials import renewed
from apps.transform.models import GlossaryTerm
from tests.cast import Person, early_key
from tests.front_door import FrontDoor
from tests.page import Page
from tests.waiting import until_async
from tonebridge.gateway.backends import callers
from tonebridge.gateway.heavy_work import HeavyWork
from tonebridge.queues.models import Job
from tonebridge.resilience import clock, turns
from tonebridge.resilience.threads import in_thread
from tonebridge.tenancy.system import as_system

GLOSSARY, JOBS, BATCH = "/api/v1/glossary/import", "/api/v1/jobs/import", "/api/v1/transform/batch"
TERMS = "term,language,definition\n" + "\n".join(f"term {number},en,{'long ' * 90}" for number in range(200))
MESSAGES = "id,text\n" + "\n".join(f"{number},明日17時までに直せ。" for number in range(3_000))
ITEMS = [{"text": "明日までに直せ。" * 100, "transformation_type": "soften"}] * 30


def sent_to(path: str) -> httpx.Request:
    """A call with a large body, as a client would write it."""
    ask = partial(httpx.Request, "POST", f"http://127.0.0.1{path}")
    if path == BATCH:
        return ask(json={"items": ITEMS})
    return ask(files={"file": ("file.csv", (MESSAGES if path == JOBS else TERMS).encode())})


def with_key(visitor: FrontDoor, person: Person) -> FrontDoor:
    return visitor.as_(X_API_Key=early_key(person.user.id, person.organization.id).secret)


def with_token(visitor: FrontDoor, person: Person) -> FrontDoor:
    return visitor.as_(Authorization=f"Bearer {person.access_token}")


def with_session(visitor: FrontDoor, person: Person) -> FrontDoor:
    return Page.of(person).door(visitor)


def its_key_is_revoked(_person: Person) -> None:
    ApiKey.objects.update(revoked_at=clock.now())


def they_sign_out(_person: Person) -> None:
    TokenFamily.objects.update(revoked_at=clock.now())


def their_session_ends(_person: Person) -> None:
    Session.objects.all().delete()


def they_are_removed(person: Person) -> None:
    Membership.objects.filter(user=person.user).delete()


def they_are_suspended(person: Person) -> None:
    User.objects.filter(id=person.user.id).update(is_active=False)


def they_may_only_read(person: Person) -> None:
    Membership.objects.filter(user=person.user).update(role=Role.VIEWER)


def its_key_demands_signatures(_person: Person) -> None:
    ApiKey.objects.update(requires_signature=True)


Shown = Callable[[FrontDoor, Person], FrontDoor]
Change = Callable[[Person], None]

ENDS: list[tuple[Shown, Change, int, str]] = [
    (with_key, its_key_is_revoked, 401, "INVALID_TOKEN"),
    (with_key, they_are_removed, 401, "INVALID_TOKEN"),
    (with_key, they_are_suspended, 401, "INVALID_TOKEN"),
    (with_key, its_key_demands_signatures, 401, "UNAUTHORIZED"),
    (with_token, they_sign_out, 401, "INVALID_TOKEN"),
    (with_token, they_are_removed, 401, "INVALID_TOKEN"),
    (with_token, they_may_only_read, 403, "INSUFFICIENT_PERMISSIONS"),
    (with_session, their_session_ends, 401, "INVALID_TOKEN"),
    (with_session, they_are_removed, 401, "INVALID_TOKEN"),
    (with_session, they_may_only_read, 403, "INSUFFICIENT_PERMISSIONS"),
]
NAMES = [f"{shown.__name__}, {change.__name__}" for shown, change, *_ in ENDS]
each_end = pytest.mark.parametrize(("shown", "change", "status", "code"), ENDS, ids=NAMES)


def sending(door: FrontDoor, call: httpx.Request, then: Callable[[], object]) -> httpx.Response:
    """The answer to a call of which one half has come when `then` is done."""
    body = call.read()

    async def in_halves() -> AsyncIterator[bytes]:
        yield body[: len(body) // 2]
        with as_system("tests"):  # this is asked for in the request's own name
            await in_thread(then)
        yield body[len(body) // 2 :]

    return door.request("POST", call.url.path, content=in_halves(), headers=_fields_of(call))


def _fields_of(call: httpx.Request) -> dict[str, str]:
    return {name: call.headers[name] for name in ("content-type", "content-length")}


def written() -> int:
    return GlossaryTerm.objects.count() + Job.objects.filter(kind="transform_part").count()


@each_end
def test_what_ends_while_a_large_body_comes_in_writes_nothing(
    visitor: FrontDoor, bob: Person, shown: Shown, change: Change, status: int, code: str
) -> None:
    answer = sending(shown(visitor, bob), sent_to(GLOSSARY), partial(change, bob))
    assert (answer.status_code, answer.json().get("code"), written()) == (status, code, 0)


@pytest.mark.parametrize("path", [JOBS, BATCH])
def test_no_door_takes_a_large_body_from_a_key_that_was_revoked_meanwhile(
    visitor: FrontDoor, bob: Person, path: str
) -> None:
    answer = sending(with_key(visitor, bob), sent_to(path), partial(its_key_is_revoked, bob))
    assert (answer.status_code, answer.json().get("code"), written()) == (401, "INVALID_TOKEN", 0)


@pytest.mark.parametrize(("path", "status"), [(GLOSSARY, 200), (JOBS, 202), (BATCH, 202)])
def test_where_nothing_ends_a_large_body_is_taken(visitor: FrontDoor, bob: Person, path: str, status: int) -> None:
    answer = sending(with_key(visitor, bob), sent_to(path), lambda: None)
    assert answer.status_code == status and written()


def behind_another(door: FrontDoor, person: Person, call: httpx.Request, then: Callable[[], object]) -> httpx.Response:
    """The answer to a call that waits for its turn until `then` is done."""

    async def story() -> httpx.Response:
        own, name = turns_of_files(), str(person.user.id)
        async with own.taken(name):
            with turns.lifted():
                asked = asyncio.create_task(sent(door, call))
            await until_async(lambda: own._pieces[name] == 2)
            await in_thread(then)
        return await asked

    return door.run(story())


def turns_of_files() -> turns.Turns:
    from tonebridge.asgi import application

    layer: Any = application.application_mapping["http"]
    while not isinstance(layer, HeavyWork):
        layer = layer.app
    return layer.turns


async def sent(door: FrontDoor, call: httpx.Request) -> httpx.Response:
    return await door._request("POST", call.url.path, content=call.read(), headers=_fields_of(call))


FEW_TERMS = httpx.Request(
    "POST", f"http://127.0.0.1{GLOSSARY}", files={"file": ("terms.csv", b"term,language,plain\nSLA,en,promise\n")}
)


@each_end
def test_what_ends_while_a_turn_is_waited_for_writes_nothing(
    visitor: FrontDoor, bob: Person, shown: Shown, change: Change, status: int, code: str
) -> None:
    answer = behind_another(shown(visitor, bob), bob, FEW_TERMS, partial(change, bob))
    assert (answer.status_code, answer.json().get("code"), written()) == (status, code, 0)


def test_who_is_asked_again_is_served_in_their_turn(visitor: FrontDoor, bob: Person) -> None:
    answer = behind_another(with_key(visitor, bob), bob, FEW_TERMS, lambda: None)
    assert (answer.status_code, written()) == (200, 1)


def test_a_turn_that_is_had_at_once_asks_nothing(
    visitor: FrontDoor, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[Principal]()

    def noted(principal: Principal) -> Principal | None:
        asked.append(principal)
        return renewed(principal)

    monkeypatch.setattr(callers, "renewed", noted)
    assert visitor.run(sent(with_key(visitor, bob), FEW_TERMS)).status_code == 200
    assert asked == []
    assert sending(with_key(visitor, bob), sent_to(GLOSSARY), lambda: None).status_code == 200
    assert [each.user_id for each in asked] == [bob.user.id]


@pytest.mark.parametrize("change", [their_session_ends, they_are_removed, they_are_suspended])
@pytest.mark.parametrize("send", ["in halves", "behind another"])
def test_a_page_whose_session_ends_meanwhile_writes_nothing(
    visitor: FrontDoor, bob: Person, change: Change, send: str
) -> None:
    """Django looks the session up when the file is here and its turn has come."""
    door, file = with_session(visitor, bob), {"file": ("terms.csv", TERMS.encode())}
    call = httpx.Request("POST", "http://127.0.0.1/glossary/import/", files=file)
    then = partial(change, bob)
    answer = sending(door, call, then) if send == "in halves" else behind_another(door, bob, call, then)
    assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (302, "/sign-in/")
