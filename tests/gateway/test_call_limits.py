"""Whoever may make so many calls may make so many in all, whatever door they come through."""

from collections.abc import Callable

import pytest
from django.conf import settings as configured
from django.test import Client
from pytest_django import Settings

from apps.accounts.models import Plan, User
from apps.transform.actions.transform_text import transform_text
from apps.transform.bodies import TransformBody
from tests.cast import Person
from tests.front_door import FrontDoor
from tests.transform.test_live import OURS, talk
from tests.web.test_read_page import GOT
from tests.web.test_workspace import FORM
from tonebridge.rest.bodies import parse
from tonebridge.tenancy.identity import acting_for

HERE, ELSEWHERE = "198.51.100.7", "198.51.100.8"
ASK = {"text": "サーバーを1台追加させてください。", "transformation_type": "background"}

Door = Callable[[FrontDoor, Person, str], bool]
"""A call of a person from an address; whether it is let in."""


def over_http(visitor: FrontDoor, person: Person, address: str) -> bool:
    door = visitor.as_(Authorization=f"Bearer {person.access_token}", X_Forwarded_For=address)
    return door.post("/api/v1/analyze", {"text": "明日までに直せ。"}).status_code != 429


def in_a_frame(visitor: FrontDoor, person: Person, address: str) -> bool:
    cookie = (
        f"{configured.SESSION_COOKIE_NAME}={_browser(person, address).cookies[configured.SESSION_COOKIE_NAME].value}"
    )
    asked = {"type": "analyze", "payload": {"text": "明日までに直せ。"}}
    answers = talk(visitor, "", asked, cookie=cookie, origin=OURS, **{"x-forwarded-for": address})
    assert isinstance(answers, list)
    return bool(answers[0]["payload"].get("code") != "RATE_LIMITED")


def on_the_page(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).post("/", FORM).status_code != 429


def on_the_page_of_reading(_visitor: FrontDoor, person: Person, address: str) -> bool:
    return _browser(person, address).post("/read/", GOT).status_code != 429


def among_the_answers(_visitor: FrontDoor, person: Person, address: str) -> bool:
    wanted = parse(TransformBody, ASK).request(reader_language="ja")
    with acting_for(person.organization.id):
        kept = transform_text(principal=person.principal, wanted=wanted)
    return _browser(person, address).post(f"/history/{kept.id}/answers/", {"answer-q1": "試験"}).status_code != 429


def _browser(person: Person, address: str) -> Client:
    browser = Client(REMOTE_ADDR=address)
    browser.force_login(person.user)
    return browser


DOORS: list[Door] = [over_http, in_a_frame, on_the_page, on_the_page_of_reading, among_the_answers]
every_door = pytest.mark.parametrize("call", DOORS, ids=lambda call: call.__name__)


@pytest.fixture(autouse=True)
def _behind_a_proxy(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]


@pytest.fixture
def unproven(alice: Person, charlie: Person) -> list[Person]:
    """Two accounts whose addresses nobody has proven, with two calls a minute."""
    Plan.objects.update(per_minute=2)
    User.objects.update(email_verified_at=None)
    return [alice, charlie]


@every_door
def test_unproven_accounts_of_one_address_share_the_calls_of_one(
    visitor: FrontDoor, unproven: list[Person], call: Door
) -> None:
    assert [call(visitor, person, HERE) for person in unproven * 2] == [True, True, False, False]
    assert call(visitor, unproven[0], ELSEWHERE)


def test_a_frame_comes_from_no_other_address_because_its_sender_says_so(
    visitor: FrontDoor, unproven: list[Person], settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = []
    addresses = [HERE, ELSEWHERE, "198.51.100.9"]
    assert [in_a_frame(visitor, unproven[0], address) for address in addresses] == [True, True, False]


@every_door
def test_no_door_has_calls_beside_those_of_the_others(visitor: FrontDoor, unproven: list[Person], call: Door) -> None:
    assert [over_http(visitor, person, HERE) for person in unproven] == [True, True]
    assert not call(visitor, unproven[1], HERE)


@every_door
def test_proven_accounts_of_one_address_have_calls_of_their_own(
    visitor: FrontDoor, alice: Person, charlie: Person, call: Door
) -> None:
    Plan.objects.update(per_minute=1)
    assert [call(visitor, person, HERE) for person in (alice, charlie, alice)] == [True, True, False]


@every_door
def test_a_plan_without_calls_lets_nothing_in(visitor: FrontDoor, alice: Person, call: Door) -> None:
    Plan.objects.update(per_minute=0)
    assert not call(visitor, alice, HERE)


@every_door
def test_a_plan_without_a_limit_refuses_nothing(visitor: FrontDoor, alice: Person, call: Door) -> None:
    Plan.objects.update(per_minute=None)
    assert [call(visitor, alice, HERE) for _ in range(3)] == [True] * 3


def test_typing_is_shared_alike_and_a_plan_without_calls_has_none(
    unproven: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.transform.web.workspace.LIVE_PER_MINUTE", 1)

    def typed(person: Person, address: str) -> int:
        return _browser(person, address).post("/", FORM | {"live": "1"}).status_code

    assert [typed(person, HERE) for person in unproven] == [200, 429]
    Plan.objects.update(per_minute=0)
    assert typed(unproven[0], ELSEWHERE) == 429
