"""Becoming a user, through the front door."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.accounts.models import AuditRow, Subscription, User
from tests.accounts.mailbox import deliver, unmarked
from tests.cast import PASSWORD, Person
from tests.front_door import FrontDoor

REGISTER, TOKEN = "/api/v1/auth/register", "/api/v1/auth/token"
DORA = {"email": "Dora@Example.com", "password": PASSWORD, "full_name": "Dora"}


def test_dora_registers_and_owns_an_organization_on_the_free_plan(visitor: FrontDoor, plans: None) -> None:
    answer = visitor.post(REGISTER, DORA)
    assert (answer.status_code, set(answer.json())) == (201, {"access", "refresh", "expires_in", "user"})
    user = answer.json()["user"]
    assert visitor.post(TOKEN, {"email": "dora@example.com", "password": PASSWORD}).json()["user"] == user
    assert (user["email"], user["role"], user["organization"]["name"]) == ("dora@example.com", "owner", "Dora")
    assert user["organization"]["plan"] == {"code": "free", "per_minute": 10, "per_day": 100}
    assert Subscription.objects.get(organization=user["organization"]["id"]).plan_id == "free"


def test_a_password_is_never_kept_as_it_is(visitor: FrontDoor, plans: None) -> None:
    visitor.post(REGISTER, DORA)
    assert PASSWORD not in User.objects.get(email="dora@example.com").password


def test_a_taken_address_is_answered_like_a_free_one(visitor: FrontDoor, alice: Person) -> None:
    def answer(email: str, password: str) -> tuple[int, str, set[str]]:
        found = visitor.post(REGISTER, DORA | {"email": email, "password": password})
        return found.status_code, unmarked(found.text, email), set(found.headers)

    free = answer("nobody@example.com", PASSWORD)
    assert free[0] == 201
    assert answer("ALICE@example.com", alice.password) == answer("alice@example.com", "quite another one") == free


def test_only_the_mailbox_learns_that_its_address_is_taken(
    visitor: FrontDoor, alice: Person, settings: Settings
) -> None:
    visitor.post(REGISTER, DORA | {"email": "alice@example.com"})
    (message,) = deliver(settings)
    assert (message.to, message.subject) == (["alice@example.com"], "ToneBridge のアカウントはすでに登録されています")
    assert "/sign-in/" in str(message.body)
    assert "/forgot-password/" in str(message.body)


def test_registering_again_changes_nothing_of_the_account(visitor: FrontDoor, alice: Person) -> None:
    def of_alice() -> tuple[object, int]:
        rows = AuditRow.objects.filter(organization_id=alice.organization.id)
        return User.objects.filter(email="alice@example.com").values().get(), rows.count()

    before = of_alice()
    visitor.post(REGISTER, {"email": "alice@example.com", "password": "quite another one", "full_name": "Mallory"})
    assert of_alice() == before


def test_a_taken_address_costs_as_much_as_a_free_one(visitor: FrontDoor, alice: Person) -> None:
    def asked(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            visitor.post(REGISTER, DORA | {"email": email})
        return [re.sub(r"'[^']*'|\b\w*\d+\w*\b", "…", query["sql"]) for query in queries]

    asked("somebody@example.com")  # whatever is asked once in a process
    free = asked("nobody@example.com")
    assert any("INSERT INTO" in each and "users" in each for each in free)
    assert asked("alice@example.com") == free


def test_how_often_an_address_is_written_to_is_limited_alike(visitor: FrontDoor, alice: Person) -> None:
    for email in ("nobody@example.com", "alice@example.com"):
        assert [visitor.post(REGISTER, DORA | {"email": email}).status_code for _ in range(4)] == [201] * 3 + [429]


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
