"""The organization and its members, through the front door."""

from typing import Any

import pytest

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.contracts import Role, Scope
from apps.accounts.queries.training_consent import may_learn_from, organizations_to_learn_from
from tests.cast import Person, colleague
from tests.front_door import Api, FrontDoor

ORGANIZATION, MEMBERS = "/api/v1/organization", "/api/v1/organization/members"


def test_a_member_sees_the_organization(api: Api, bob: Person) -> None:
    seen = api(bob).get(ORGANIZATION).json()
    assert (seen["name"], seen["retention_days"], seen["plan"]["code"]) == ("Alice's company", 30, "pro")


def test_the_owner_changes_name_and_retention(api: Api, alice: Person) -> None:
    answer = api(alice).patch(ORGANIZATION, {"name": "Alice & Co", "retention_days": 0})
    assert answer.status_code == 200
    assert api(alice).get(ORGANIZATION).json() == answer.json()
    assert (answer.json()["name"], answer.json()["retention_days"]) == ("Alice & Co", 0)


def test_what_is_not_sent_stays_as_it_is(api: Api, alice: Person) -> None:
    api(alice).patch(ORGANIZATION, {"retention_days": 90})
    assert api(alice).patch(ORGANIZATION, {}).json()["retention_days"] == 90


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_whoever_does_not_run_the_organization_changes_nothing(api: Api, alice: Person, role: Role) -> None:
    answer = api(colleague("mia", alice, role)).patch(ORGANIZATION, {"name": "Mine"})
    assert (answer.status_code, answer.json()["code"]) == (403, "INSUFFICIENT_PERMISSIONS")
    assert api(alice).get(ORGANIZATION).json()["name"] == "Alice's company"


def test_an_administrator_may_change_it(api: Api, alice: Person) -> None:
    assert api(colleague("ada", alice, Role.ADMIN)).patch(ORGANIZATION, {"name": "Ours"}).status_code == 200


def test_a_key_changes_it_only_with_the_scope_for_it(visitor: FrontDoor, alice: Person) -> None:
    def status(scope: Scope) -> int:
        key = create_api_key(principal=alice.principal, name="ci", scopes=[scope])
        return visitor.as_(X_API_Key=key.secret).patch(ORGANIZATION, {"name": "Ours"}).status_code

    assert (status(Scope.TRANSFORM), status(Scope.ADMIN)) == (403, 200)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"retention_days": 7}, "retention_days"),
        ({"no_training": 1}, "no_training"),
        ({"retention_days": -1}, "retention_days"),
        ({"retention_days": "30"}, "retention_days"),
        ({"retention_days": True}, "retention_days"),
        ({"retention_days": None}, "retention_days"),
        ({"name": ""}, "name"),
        ({"plan": "enterprise"}, "plan"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(api: Api, alice: Person, changes: dict[str, Any], field: str) -> None:
    answer = api(alice).patch(ORGANIZATION, changes)
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_members_come_in_the_order_they_joined(api: Api, alice: Person, bob: Person) -> None:
    first = api(bob).get(f"{MEMBERS}?limit=1").json()
    second = api(bob).get(f"{MEMBERS}?limit=1&cursor={first['next_cursor']}").json()
    assert [item["email"] for item in first["items"] + second["items"]] == ["alice@example.com", "bob@example.com"]
    assert [item["role"] for item in first["items"] + second["items"]] == ["owner", "member"]
    assert second["next_cursor"] is None


def test_charlie_sees_only_his_own_people(api: Api, alice: Person, charlie: Person) -> None:
    assert [item["email"] for item in api(charlie).get(MEMBERS).json()["items"]] == ["charlie@example.com"]


@pytest.mark.parametrize("changes", [{"retention_days": 90}, {"no_training": True}])
def test_what_is_kept_and_learned_from_is_the_owners_decision(api: Api, alice: Person, changes: dict[str, Any]) -> None:
    answer = api(colleague("ada", alice, Role.ADMIN)).patch(ORGANIZATION, changes)
    assert (answer.status_code, answer.json()["code"]) == (403, "INSUFFICIENT_PERMISSIONS")
    assert api(alice).patch(ORGANIZATION, changes).status_code == 200


def test_nothing_is_learned_from_an_organization_that_says_no(api: Api, alice: Person, charlie: Person) -> None:
    assert organizations_to_learn_from() == {alice.organization.id, charlie.organization.id}
    assert api(alice).patch(ORGANIZATION, {"no_training": True}).json()["no_training"] is True
    assert organizations_to_learn_from() == {charlie.organization.id}
    assert (may_learn_from(alice.organization.id), may_learn_from(charlie.organization.id)) == (False, True)
