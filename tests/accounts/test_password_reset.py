"""Forgotten and changed passwords, through the front door."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from apps.accounts.models import Membership
from tests.accounts.mailbox import deliver, token_in
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

FORGOT, RESET, CHANGE = (f"/api/v1/auth/password/{name}" for name in ("forgot", "reset", "change"))
TOKEN, REFRESH, EVERYWHERE, ME = (
    f"/api/v1/auth/{name}" for name in ("token", "token/refresh", "logout/everywhere", "me")
)
NEW = "a long walk at noon"


def asked(door: FrontDoor, person: Person, settings: Settings) -> str:
    """The token of a link that the person asked for."""
    assert door.post(FORGOT, {"email": person.user.email}).status_code == 202
    (message,) = deliver(settings)
    assert message.to == [person.user.email]
    return token_in(message)


def enters(door: FrontDoor, person: Person, password: str) -> bool:
    return door.post(TOKEN, {"email": person.user.email, "password": password}).status_code == 200


def test_a_forgotten_password_is_replaced(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    token = asked(visitor, alice, settings)
    assert visitor.post(RESET, {"token": token, "password": NEW}).status_code == 204
    assert enters(visitor, alice, NEW)
    assert not enters(visitor, alice, alice.password)


def test_a_reset_ends_every_sign_in(api: Api, visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    visitor.post(RESET, {"token": asked(visitor, alice, settings), "password": NEW})
    assert api(alice).get(ME).status_code == 401
    assert visitor.post(REFRESH, {"refresh": alice.refresh_token}).status_code == 401


def test_one_link_used_ends_all_others(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    first, second = asked(visitor, alice, settings), asked(visitor, alice, settings)
    assert visitor.post(RESET, {"token": second, "password": NEW}).status_code == 204
    for token in (first, second):
        assert visitor.post(RESET, {"token": token, "password": "another long walk"}).status_code == 400
    assert enters(visitor, alice, NEW)


def test_a_weak_password_doesnt_use_the_link_up(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    token = asked(visitor, alice, settings)
    weak = visitor.post(RESET, {"token": token, "password": "short"})
    assert (weak.status_code, weak.json()["errors"][0]["field"]) == (400, "password")
    assert visitor.post(RESET, {"token": token, "password": NEW}).status_code == 204


def test_a_reset_link_is_good_for_an_hour(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    token = asked(visitor, alice, settings)
    with clock.frozen(clock.now() + timedelta(minutes=61)):
        assert visitor.post(RESET, {"token": token, "password": NEW}).status_code == 400


def test_a_verification_link_resets_nothing(visitor: FrontDoor, plans: None, settings: Settings) -> None:
    visitor.post("/api/v1/auth/register", {"email": "dana@example.com", "password": NEW})
    token = token_in(deliver(settings)[0])
    assert visitor.post(RESET, {"token": token, "password": "another long walk"}).status_code == 400


def test_nobody_learns_whether_an_address_has_an_account(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    known = visitor.post(FORGOT, {"email": alice.user.email})
    unknown = visitor.post(FORGOT, {"email": "nobody@example.com"})
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert Job.objects.filter(kind="send_password_reset").count() == 2  # the same work, whoever is asked about
    assert [message.to for message in deliver(settings)] == [[alice.user.email]]


def test_a_suspended_user_gets_no_link(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    alice.user.is_active = False
    alice.user.save()
    assert visitor.post(FORGOT, {"email": alice.user.email}).status_code == 202
    assert deliver(settings) == []


def test_a_changed_password_ends_every_sign_in(api: Api, visitor: FrontDoor, alice: Person) -> None:
    wanted = {"current_password": alice.password, "new_password": NEW}
    assert api(alice).post(CHANGE, wanted).status_code == 204
    assert api(alice).get(ME).status_code == 401
    assert enters(visitor, alice, NEW)


@pytest.mark.parametrize("path", [CHANGE, EVERYWHERE])
def test_a_link_that_was_sent_before_sets_no_password_any_more(
    api: Api, visitor: FrontDoor, alice: Person, settings: Settings, path: str
) -> None:
    token = asked(visitor, alice, settings)
    wanted = {"current_password": alice.password, "new_password": NEW} if path == CHANGE else None
    assert api(alice).post(path, wanted).status_code == 204
    assert visitor.post(RESET, {"token": token, "password": "somebody else's choice"}).status_code == 400


def test_the_present_password_must_be_known_to_change_it(api: Api, visitor: FrontDoor, alice: Person) -> None:
    answer = api(alice).post(CHANGE, {"current_password": "a guess", "new_password": NEW})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "current_password")
    assert enters(visitor, alice, alice.password)


def test_a_password_is_changed_to_another_one_only(api: Api, visitor: FrontDoor, alice: Person) -> None:
    answer = api(alice).post(CHANGE, {"current_password": alice.password, "new_password": alice.password})
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["field"], fault["code"]) == (400, "new_password", "same")
    assert api(alice).get(ME).status_code == 200


def test_signing_out_everywhere_ends_all_tokens(api: Api, visitor: FrontDoor, alice: Person) -> None:
    other = visitor.post(TOKEN, {"email": alice.user.email, "password": alice.password}).json()
    assert api(alice).post(EVERYWHERE).status_code == 204
    for access in (alice.access_token, other["access"]):
        assert visitor.as_(Authorization=f"Bearer {access}").get(ME).status_code == 401
    assert visitor.post(REFRESH, {"refresh": other["refresh"]}).status_code == 401


def test_signing_out_everywhere_leaves_bob_alone(api: Api, alice: Person, bob: Person) -> None:
    api(alice).post(EVERYWHERE)
    assert api(bob).get(ME).status_code == 200


@pytest.mark.parametrize("path", [CHANGE, EVERYWHERE, "/api/v1/auth/two-factor"])
def test_a_key_changes_nothing_about_signing_in(visitor: FrontDoor, api: Api, alice: Person, path: str) -> None:
    key = api(alice).post("/api/v1/api-keys", {"name": "ci", "scopes": ["admin"]}).json()
    answer = visitor.as_(X_API_Key=key["secret"]).post(path, {"current_password": "x", "new_password": "y"})
    assert (answer.status_code, answer.json()["code"]) == (403, "INSUFFICIENT_PERMISSIONS")


def test_guessing_at_one_account_is_slowed_down_from_wherever_it_comes(visitor: FrontDoor, alice: Person) -> None:
    wrong = {"email": "Alice@example.com", "password": "a guess"}
    statuses = [
        visitor.as_(X_Forwarded_For=f"198.51.100.{number}").post(TOKEN, wrong).status_code for number in range(7)
    ]
    assert statuses == [401] * 5 + [429] * 2


def test_signing_in_rightly_uses_up_no_tries(visitor: FrontDoor, alice: Person) -> None:
    assert all(enters(visitor, alice, alice.password) for _ in range(8))


def test_an_account_that_nobody_has_is_slowed_down_alike(visitor: FrontDoor, plans: None) -> None:
    wrong = {"email": "nobody@example.com", "password": "a guess"}
    assert [visitor.post(TOKEN, wrong).status_code for _ in range(6)] == [401] * 5 + [429]


def test_someone_who_belongs_nowhere_is_refused_like_a_wrong_password(visitor: FrontDoor, alice: Person) -> None:
    Membership.objects.all().delete()
    right = visitor.post(TOKEN, {"email": alice.user.email, "password": alice.password})
    wrong = visitor.post(TOKEN, {"email": alice.user.email, "password": "a guess"})
    assert right.json() | {"request_id": ""} == wrong.json() | {"request_id": ""}
