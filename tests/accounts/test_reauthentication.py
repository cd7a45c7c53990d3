"""What changes who gets in, or can't be undone, asks once more who somebody is. Through the front door."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from apps.accounts.actions.confirm_second_factor import confirm_second_factor
from apps.accounts.actions.set_up_second_factor import set_up_second_factor
from apps.accounts.contracts import Role
from apps.accounts.models import ApiKey, Invitation, Membership, SecondFactor
from tests.accounts.test_audit_of_people import recorded
from tests.cast import PASSWORD, Person, code_now, switched_on
from tests.front_door import Api, FrontDoor
from tonebridge.errors import ReauthenticationRequired
from tonebridge.resilience import clock

KEYS, REAUTHENTICATE = "/api/v1/api-keys", "/api/v1/auth/reauthenticate"
TWO_FACTOR, ORGANIZATION = "/api/v1/auth/two-factor", "/api/v1/organization"
NEEDED = (403, "REAUTHENTICATION_REQUIRED")
BEGAN = clock.now()
LATER = BEGAN + timedelta(minutes=10, seconds=1)
MODEL = {"vendor": "openai", "model": "x", "api_key": "x"}


@pytest.fixture(autouse=True)
def when_they_sign_in() -> Iterator[None]:
    """Everybody of the cast signs in at one moment."""
    with clock.frozen(BEGAN):
        yield


def at(moment: datetime, door: FrontDoor, method: str, path: str, **more: Any) -> httpx.Response:
    with clock.frozen(moment):
        return door.request(method, path, **more)


def traded(visitor: FrontDoor, refresh: str, moment: datetime) -> tuple[FrontDoor, str]:
    """With an access token that is new, of a sign-in that isn't; and the refresh token beside it."""
    answer = at(moment, visitor, "POST", "/api/v1/auth/token/refresh", json={"refresh": refresh}).json()
    return visitor.as_(Authorization=f"Bearer {answer['access']}"), answer["refresh"]


def refreshed(visitor: FrontDoor, person: Person, moment: datetime) -> FrontDoor:
    return traded(visitor, person.refresh_token, moment)[0]


def status(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_stolen_token_of_ten_minutes_makes_no_key(api: Api, alice: Person) -> None:
    assert status(at(LATER, api(alice), "POST", KEYS, json={"name": "ci"})) == NEEDED
    assert not ApiKey.objects.exists()


def test_a_refreshed_token_is_as_old_as_its_sign_in(visitor: FrontDoor, alice: Person) -> None:
    door = refreshed(visitor, alice, LATER)
    assert status(at(LATER, door, "POST", KEYS, json={"name": "ci"})) == NEEDED


def test_neither_role_nor_second_factor_nor_owner_nor_model_change_by_it(
    visitor: FrontDoor, alice: Person, bob: Person
) -> None:
    door, heir = refreshed(visitor, alice, LATER), {"user_id": str(bob.user.id)}
    refused = [
        at(LATER, door, "PATCH", f"{ORGANIZATION}/members/{bob.user.id}", json={"role": "admin"}),
        at(LATER, door, "POST", f"{ORGANIZATION}/hand-over", json=heir),
        at(LATER, door, "POST", f"{ORGANIZATION}/invitations", json={"email": "eve@example.com", "role": "admin"}),
        at(LATER, door, "POST", f"{ORGANIZATION}/invitations", json={"email": "eve@example.com", "role": "viewer"}),
        at(LATER, door, "PUT", f"{ORGANIZATION}/models/primary", json=MODEL),
        at(LATER, door, "DELETE", f"{ORGANIZATION}/models/primary"),
        at(LATER, door, "PATCH", ORGANIZATION, json={"retention_days": 0}),
        at(LATER, door, "DELETE", ORGANIZATION, json={"name": "Alice's company"}),
        at(LATER, door, "POST", TWO_FACTOR),
        at(LATER, door, "POST", f"{TWO_FACTOR}/confirm", json={"code": "000000"}),
    ]
    assert [status(answer) for answer in refused] == [NEEDED] * len(refused)
    assert Membership.objects.get(user=bob.user).role == "member"
    assert not SecondFactor.objects.exists() and not Invitation.objects.exists()


def test_a_message_is_kept_longer_without_being_asked(visitor: FrontDoor, alice: Person) -> None:
    door = refreshed(visitor, alice, LATER)
    assert at(LATER, door, "PATCH", ORGANIZATION, json={"retention_days": 90}).status_code == 200


def test_the_password_gives_a_fresh_token_and_the_old_one_stays_old(visitor: FrontDoor, alice: Person) -> None:
    old = refreshed(visitor, alice, LATER)
    answer = at(LATER, old, "POST", REAUTHENTICATE, json={"password": PASSWORD})
    assert (answer.status_code, answer.json()["expires_in"]) == (200, 600)
    fresh = visitor.as_(Authorization=f"Bearer {answer.json()['access']}")
    assert at(LATER, fresh, "POST", KEYS, json={"name": "ci"}).status_code == 201
    assert status(at(LATER, old, "POST", KEYS, json={"name": "ci"})) == NEEDED
    assert recorded(alice) == ["session.reauthenticated", "api_key.created"]


def test_only_the_token_that_the_password_is_answered_with_is_fresh(visitor: FrontDoor, alice: Person) -> None:
    old, refresh = traded(visitor, alice.refresh_token, LATER)
    access = at(LATER, old, "POST", REAUTHENTICATE, json={"password": PASSWORD}).json()["access"]
    fresh = visitor.as_(Authorization=f"Bearer {access}")
    later = LATER + timedelta(minutes=9)
    new, _refresh = traded(visitor, refresh, later)
    assert at(later, fresh, "POST", KEYS, json={"name": "ci"}).status_code == 201
    assert status(at(later, new, "POST", KEYS, json={"name": "theirs"})) == NEEDED


def test_a_token_that_is_refreshed_within_ten_minutes_of_the_sign_in_does(visitor: FrontDoor, alice: Person) -> None:
    door = refreshed(visitor, alice, BEGAN + timedelta(minutes=9))
    assert at(BEGAN + timedelta(minutes=9), door, "POST", KEYS, json={"name": "ci"}).status_code == 201
    assert status(at(LATER, door, "POST", KEYS, json={"name": "ci"})) == NEEDED


@pytest.mark.parametrize(("body", "code"), [({"password": "a guess"}, "wrong"), ({}, "required")])
def test_without_the_right_password_nobody_gets_a_fresh_token(
    api: Api, alice: Person, body: dict[str, str], code: str
) -> None:
    answer = api(alice).post(REAUTHENTICATE, body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
    assert "session.reauthenticated" not in recorded(alice)


def test_guesses_are_counted_as_those_of_sign_ins_are(api: Api, alice: Person) -> None:
    answers = [api(alice).post(REAUTHENTICATE, {"password": "a guess"}).status_code for _ in range(6)]
    assert answers == [400] * 5 + [429]


def test_where_a_second_factor_is_on_its_code_is_asked(api: Api, alice: Person) -> None:
    secret, _codes = switched_on(alice.user)
    door, code = api(alice), code_now(secret)
    assert door.post(REAUTHENTICATE, {"password": PASSWORD}).json()["errors"][0]["code"] == "second_factor_required"
    assert door.post(REAUTHENTICATE, {"code": "000000"}).json()["errors"][0]["code"] == "second_factor_wrong"
    assert door.post(REAUTHENTICATE, {"password": "a guess", "code": code}).status_code == 400
    assert door.post(REAUTHENTICATE, {"code": code}).status_code == 200
    assert door.post(REAUTHENTICATE, {"code": code}).status_code == 401  # a code is good once


@pytest.mark.parametrize("moment", [None, BEGAN - timedelta(minutes=10, seconds=1)])
def test_the_verbs_of_two_step_sign_in_ask_whichever_door_is_taken(alice: Person, moment: datetime | None) -> None:
    with pytest.raises(ReauthenticationRequired):
        set_up_second_factor(user_id=alice.user.id, authenticated_at=moment)
    with pytest.raises(ReauthenticationRequired):
        confirm_second_factor(user_id=alice.user.id, authenticated_at=moment, code="000000")
    assert not SecondFactor.objects.exists()


def test_with_a_second_factor_the_password_alone_closes_no_account(visitor: FrontDoor, alice: Person) -> None:
    switched_on(alice.user)
    door = refreshed(visitor, alice, LATER)
    assert status(at(LATER, door, "DELETE", "/api/v1/me", json={"password": PASSWORD})) == NEEDED


def test_a_program_makes_and_rotates_no_keys_not_even_its_own(api: Api, visitor: FrontDoor, alice: Person) -> None:
    key = api(alice).post(KEYS, {"name": "ci", "scopes": ["admin", "history"]}).json()
    program = visitor.as_(X_API_Key=key["secret"])
    for path, body in ((KEYS, {"name": "x", "scopes": ["history"]}), (f"{KEYS}/{key['id']}/rotate", {})):
        assert status(program.post(path, body)) == (403, "INSUFFICIENT_PERMISSIONS")
    assert program.post(REAUTHENTICATE, {"password": PASSWORD}).status_code == 403


def test_what_a_key_for_administration_was_made_for_it_goes_on_doing(
    api: Api, visitor: FrontDoor, alice: Person, bob: Person
) -> None:
    key = api(alice).post(KEYS, {"name": "ci", "scopes": ["admin"]}).json()
    program = visitor.as_(X_API_Key=key["secret"])
    change = at(LATER, program, "PATCH", f"{ORGANIZATION}/members/{bob.user.id}", json={"role": Role.VIEWER.value})
    assert change.status_code == 200
    assert at(LATER, program, "DELETE", f"{KEYS}/{key['id']}").status_code == 204


def test_the_refusal_says_what_to_do_in_the_readers_language(api: Api, alice: Person) -> None:
    answer = at(LATER, api(alice), "POST", KEYS, json={"name": "ci"}, headers={"Accept-Language": "ja"})
    assert answer.json()["detail"] == (
        "この操作の前に、もう一度パスワードを入力してください。2 段階認証がオンの場合は、確認コードを入力してください。"
    )
