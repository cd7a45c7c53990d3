"""Becoming a user, through the front door."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from apps.accounts.models import AuditRow, Organization, Subscription, User
from tests.accounts.mailbox import deliver
from tests.cast import PASSWORD, Person
from tests.front_door import FrontDoor

REGISTER, TOKEN = "/api/v1/auth/register", "/api/v1/auth/token"
DORA = {"email": "Dora@Example.com", "password": PASSWORD, "full_name": "Dora"}


def test_dora_registers_and_owns_an_organization_on_the_free_plan(visitor: FrontDoor, plans: None) -> None:
    answer = visitor.post(REGISTER, DORA)
    assert (answer.status_code, answer.json()["email"]) == (202, "Dora@Example.com")
    user = visitor.post(TOKEN, {"email": "dora@example.com", "password": PASSWORD}).json()["user"]
    assert (user["email"], user["role"], user["organization"]["name"]) == ("dora@example.com", "owner", "Dora")
    assert user["organization"]["plan"] == {"code": "free", "per_minute": 10, "per_day": 100}
    assert Subscription.objects.get(organization=user["organization"]["id"]).plan_id == "free"


def test_a_password_is_never_kept_as_it_is(visitor: FrontDoor, plans: None) -> None:
    visitor.post(REGISTER, DORA)
    assert PASSWORD not in User.objects.get(email="dora@example.com").password


def test_a_taken_address_is_answered_like_a_free_one(visitor: FrontDoor, alice: Person) -> None:
    def answer(email: str, password: str) -> tuple[int, str, set[str]]:
        found = visitor.post(REGISTER, DORA | {"email": email, "password": password})
        return found.status_code, found.text.replace(email, ""), set(found.headers)

    free = answer("nobody@example.com", PASSWORD)
    assert free[0] == 202
    assert {
        *map(str, (answer("ALICE@example.com", alice.password), answer("alice@example.com", "quite another one")))
    } == {str(free)}
    assert User.objects.count() == 2


def test_only_the_mailbox_learns_that_its_address_is_taken(
    visitor: FrontDoor, alice: Person, settings: Settings
) -> None:
    visitor.post(REGISTER, DORA | {"email": "alice@example.com"})
    (message,) = deliver(settings)
    assert (message.to, message.subject) == (["alice@example.com"], "ToneBridge のアカウントはすでにあります")
    assert "/sign-in/" in str(message.body)
    assert "/forgot-password/" in str(message.body)


def test_registering_again_changes_nothing_of_the_account(visitor: FrontDoor, alice: Person) -> None:
    before = User.objects.values().get(), Organization.objects.count(), AuditRow.objects.count()
    visitor.post(REGISTER, {"email": "alice@example.com", "password": "quite another one", "full_name": "Mallory"})
    assert (User.objects.values().get(), Organization.objects.count(), AuditRow.objects.count()) == before


def test_a_taken_address_costs_as_much_as_a_free_one(visitor: FrontDoor, alice: Person) -> None:
    def asked(email: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            visitor.post(REGISTER, DORA | {"email": email})
        words = [query["sql"].split("; ")[-1].partition("(")[0].split()[:3] for query in queries]
        return sorted(" ".join(each) for each in words if each[0] in {"INSERT", "UPDATE", "SELECT"})

    assert asked("nobody@example.com") == asked("alice@example.com")


def test_how_often_an_address_is_written_to_is_limited_alike(visitor: FrontDoor, alice: Person) -> None:
    for email in ("nobody@example.com", "alice@example.com"):
        assert [visitor.post(REGISTER, DORA | {"email": email}).status_code for _ in range(4)] == [202] * 3 + [429]


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
