"""A person is limited, not a credential; a site of addresses, not an address."""

import pytest
from pytest_django import Settings

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.contracts import Scope
from apps.accounts.models import Plan
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tonebridge.gateway import request_id

ANALYZE = "/api/v1/analyze"
TEXT = {"text": "明日までに直せ。"}
PREVIEW = "/api/v1/preview/info"


@pytest.fixture
def few(plans: None, still_time: PassingTime) -> None:
    """Two calls for everybody, and no more."""
    Plan.objects.update(per_minute=2)


def test_more_keys_give_nobody_more_calls(few: None, visitor: FrontDoor, alice: Person) -> None:
    made = [create_api_key(principal=alice.principal, name="ci", scopes=[Scope.ANALYZE]).secret for _ in range(2)]
    answers = [visitor.as_(X_API_Key=key).post(ANALYZE, TEXT).status_code for key in made * 2]
    assert answers == [200, 200, 429, 429]


def test_bob_has_calls_of_his_own(few: None, api: Api, alice: Person, bob: Person) -> None:
    assert [api(alice).post(ANALYZE, TEXT).status_code for _ in range(3)] == [200, 200, 429]
    assert api(bob).post(ANALYZE, TEXT).status_code == 200


def test_addresses_of_one_household_are_counted_as_one(
    visitor: FrontDoor, still_time: PassingTime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.GATEWAY_ANONYMOUS_PER_MINUTE = 1

    def asked(address: str) -> int:
        monkeypatch.setattr(request_id, "client_address", lambda *_given: address)
        return visitor.get(PREVIEW).status_code

    assert [asked("2001:db8:1:2::1"), asked("2001:db8:1:2::ffff"), asked("2001:db8:1:3::1")] == [200, 429, 200]


def test_a_household_has_the_tries_of_one(
    visitor: FrontDoor, still_time: PassingTime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PREVIEW_PER_MINUTE = 2

    def tried(last: int) -> int:
        monkeypatch.setattr(request_id, "client_address", lambda *_given: f"2001:db8::{last}")
        body = {"text": "明日までに直せ。", "transformation_type": "soften"}
        return visitor.post("/api/v1/preview/transform", body).status_code

    assert [tried(last) for last in (1, 2, 3)] == [200, 200, 429]


def test_a_page_that_one_address_may_not_wait_for_is_refused_and_the_api_is_not(
    visitor: FrontDoor, settings: Settings
) -> None:
    settings.GATEWAY_PAGES_AN_ADDRESS = 0
    assert [visitor.get(path).status_code for path in ("/sign-in/", PREVIEW, "/health")] == [429, 200, 200]
    settings.GATEWAY_PAGES_AN_ADDRESS = 1
    assert [visitor.get("/sign-in/").status_code for _ in range(2)] == [200, 200]


def test_accounts_that_nobody_has_proven_share_the_calls_of_one(visitor: FrontDoor, few: None) -> None:
    def signed_up(name: str) -> FrontDoor:
        wanted = {"email": f"{name}@example.com", "password": "a long walk at noon", "full_name": name}
        answer = visitor.post("/api/v1/auth/register", wanted)
        return visitor.as_(Authorization=f"Bearer {answer.json()['access']}")

    doors = [signed_up(name) for name in ("dana", "erin")]
    assert [door.post(ANALYZE, TEXT).status_code for door in doors * 2] == [200, 200, 429, 429]
