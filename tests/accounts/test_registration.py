"""Becoming a user, through the front door."""

from apps.accounts.models import Subscription, User
from tests.cast import PASSWORD, Person
from tests.front_door import FrontDoor

REGISTER = "/api/v1/auth/register"
DORA = {"email": "Dora@Example.com", "password": PASSWORD, "full_name": "Dora"}


def test_dora_registers_and_owns_an_organization_on_the_free_plan(visitor: FrontDoor, plans: None) -> None:
    answer = visitor.post(REGISTER, DORA)
    assert answer.status_code == 201
    user = answer.json()["user"]
    assert (user["email"], user["role"], user["organization"]["name"]) == ("dora@example.com", "owner", "Dora")
    assert user["organization"]["plan"] == {"code": "free", "per_minute": 10, "per_day": 100}
    assert Subscription.objects.get(organization=user["organization"]["id"]).plan_id == "free"


def test_the_tokens_of_a_registration_work_at_once(visitor: FrontDoor, plans: None) -> None:
    access = visitor.post(REGISTER, DORA).json()["access"]
    me = visitor.as_(Authorization=f"Bearer {access}").get("/api/v1/auth/me")
    assert (me.status_code, me.json()["email"]) == (200, "dora@example.com")


def test_a_password_is_never_kept_as_it_is(visitor: FrontDoor, plans: None) -> None:
    visitor.post(REGISTER, DORA)
    assert PASSWORD not in User.objects.get(email="dora@example.com").password


def test_a_taken_address_is_refused_in_any_case(visitor: FrontDoor, alice: Person) -> None:
    answer = visitor.post(REGISTER, DORA | {"email": "ALICE@example.com"})
    assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_EXISTS")


def test_registering_does_not_tell_whether_a_password_is_right(visitor: FrontDoor, alice: Person) -> None:
    def refusal(password: str) -> dict[str, object]:
        body = visitor.post(REGISTER, {"email": "alice@example.com", "password": password}).json()
        return {name: value for name, value in body.items() if name != "request_id"}

    assert refusal(alice.password) == refusal("another long passphrase")


def test_a_weak_password_is_refused_with_the_reason(visitor: FrontDoor, plans: None) -> None:
    answer = visitor.post(REGISTER, DORA | {"password": "password1"})
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert {(e["field"], e["code"]) for e in answer.json()["errors"]} == {
        ("password", "password_too_short"),
        ("password", "password_too_common"),
    }
    assert not User.objects.exists()


def test_an_unknown_field_is_refused_with_its_name(visitor: FrontDoor, plans: None) -> None:
    answer = visitor.post(REGISTER, DORA | {"is_staff": True})
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [("is_staff", "unknown_field")]
