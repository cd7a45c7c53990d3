"""Whoever showed what is right is served beside a flood of wrong credentials from their own address, at every door."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from pytest_django import Settings

from apps.accounts.contracts import Principal
from apps.accounts.models import ApiKey
from apps.accounts.queries.credentials import principal_of_session
from tests.cast import Person, early_key
from tests.front_door import Api, FrontDoor
from tests.page import OURS, Page
from tests.passing_time import PassingTime
from tests.transform.test_live import talk
from tonebridge.gateway.backends import callers
from tonebridge.resilience import clock

ME, IMPORT = "/api/v1/auth/me", "/glossary/import/"
PING, TOO_MANY = {"type": "ping"}, 4429


@pytest.fixture(autouse=True)
def _time_stands_still(settings: Settings, passing_time: PassingTime) -> None:
    """An address that has used up its tries has no other one in the middle of a test."""
    settings.GATEWAY_REFUSED_PER_MINUTE = 5
    passing_time.stand_still()


def flood(visitor: FrontDoor) -> None:
    """Made-up sessions, from the address that everybody here calls from."""
    answers = (visitor.as_(Cookie=f"sessionid=made-up-{n}").get(ME).status_code for n in range(50))
    assert 429 in answers


def a_session(visitor: FrontDoor, person: Person) -> FrontDoor:
    return Page.of(person).door(visitor)


def a_token(visitor: FrontDoor, person: Person) -> FrontDoor:
    return visitor.as_(Authorization=f"Bearer {person.access_token}")


def a_key(visitor: FrontDoor, person: Person) -> FrontDoor:
    return visitor.as_(X_API_Key=early_key(person.user.id, person.organization.id).secret)


@pytest.mark.parametrize("shown", [a_session, a_token, a_key])
def test_what_was_right_before_is_still_looked_up(
    visitor: FrontDoor, bob: Person, shown: Callable[[FrontDoor, Person], FrontDoor]
) -> None:
    door = shown(visitor, bob)
    assert door.get(ME).status_code == 200
    flood(visitor)
    assert door.get(ME).status_code == 200


def test_a_session_of_a_page_is_known_to_the_api_and_where_files_are_read(visitor: FrontDoor, bob: Person) -> None:
    door = a_session(visitor, bob)
    assert door.get("/history/").status_code == 200
    flood(visitor)
    assert door.get(ME).status_code == 200
    file = {"file": ("terms.csv", b"term,language\nSLA,en\n")}
    assert door.request("POST", IMPORT, files=file).status_code == 200


def test_a_page_that_is_known_opens_a_websocket(visitor: FrontDoor, bob: Person) -> None:
    page = Page.of(bob)
    assert page.door(visitor).get("/").status_code == 200
    flood(visitor)
    assert isinstance(talk(visitor, "", PING, cookie=page.cookie, origin=OURS), list)


def test_so_does_a_ticket_that_was_bought_here(visitor: FrontDoor, api: Api, bob: Person) -> None:
    ticket = api(bob).post("/api/v1/ws/ticket").json()["ticket"]
    flood(visitor)
    assert isinstance(talk(visitor, f"?ticket={ticket}", PING), list)
    assert [talk(visitor, f"?ticket={ticket}") for _ in range(2)] == [4401, TOO_MANY]


def test_what_nobody_has_seen_here_is_refused_until_the_flood_is_over(visitor: FrontDoor, bob: Person) -> None:
    page = Page.of(bob)
    flood(visitor)
    assert page.door(visitor).get(ME).status_code == 429
    assert talk(visitor, "", PING, cookie=page.cookie, origin=OURS) == TOO_MANY


def test_a_session_that_has_ended_is_looked_up_once_more_and_forgotten(
    visitor: FrontDoor, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = list[str]()

    def noted(session: str) -> Principal | None:
        looked_up.append(session)
        return principal_of_session(session)

    door = a_session(visitor, bob)
    assert door.get(ME).status_code == 200
    flood(visitor)
    Session.objects.all().delete()
    monkeypatch.setattr(callers, "of_session", noted)
    assert [door.get(ME).status_code for _ in range(3)] == [401, 429, 429]
    assert len(looked_up) == 1


def test_so_is_a_key_that_was_revoked(visitor: FrontDoor, bob: Person) -> None:
    door = a_key(visitor, bob)
    assert door.get(ME).status_code == 200
    flood(visitor)
    ApiKey.objects.update(revoked_at=clock.now())
    assert [door.get(ME).status_code for _ in range(3)] == [401, 429, 429]


def test_a_page_whose_session_has_ended_forgets_it(visitor: FrontDoor, bob: Person) -> None:
    door = a_session(visitor, bob)
    assert door.get("/history/").status_code == 200
    flood(visitor)
    Session.objects.all().delete()
    assert (door.get("/history/").status_code, door.get(ME).status_code) == (302, 429)
