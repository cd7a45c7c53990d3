"""Roles, going and the owner's place, through the front door."""

from typing import Any

import pytest
from pytest_django import Settings

from apps.accounts.actions.create_api_key import create_api_key
from apps.accounts.actions.leave_organization import leave_organization
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import ApiKey, Membership, Organization, User
from tests.accounts.mailbox import deliver
from tests.accounts.racing import at_once
from tests.cast import Person, colleague
from tests.front_door import Api, FrontDoor
from tonebridge.errors import Conflict
from tonebridge.ids import uuid7

ORGANIZATION, ME = "/api/v1/organization", "/api/v1/auth/me"


def member(person: Person) -> str:
    return f"{ORGANIZATION}/members/{person.user.id}"


def role_of(person: Person) -> str:
    return Membership.objects.get(user=person.user).role


def test_the_owner_gives_bob_another_role_which_counts_at_once(api: Api, alice: Person, bob: Person) -> None:
    answer = api(alice).patch(member(bob), {"role": "viewer"})
    assert (answer.status_code, answer.json()["role"]) == (200, "viewer")
    assert api(bob).get(ME).json()["scopes"] == ["history"]


def test_an_administrator_changes_roles_but_not_the_owners(api: Api, alice: Person, bob: Person) -> None:
    door = api(colleague("ada", alice, Role.ADMIN))
    assert door.patch(member(bob), {"role": "admin"}).status_code == 200
    assert door.patch(member(alice), {"role": "member"}).status_code == 409
    assert door.delete(member(alice)).status_code == 409
    assert role_of(alice) == "owner"


def test_nobody_becomes_an_owner_by_a_change_of_role(api: Api, alice: Person, bob: Person) -> None:
    answer = api(alice).patch(member(bob), {"role": "owner"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "role")


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_bob_cannot_raise_himself_or_remove_others(api: Api, alice: Person, role: Role) -> None:
    mia, vic = colleague("mia", alice, role), colleague("vic", alice, Role.MEMBER)
    assert api(mia).patch(member(mia), {"role": "admin"}).status_code == 403
    assert api(mia).delete(member(vic)).status_code == 403


def test_a_removed_member_is_out_with_keys_and_sign_ins(
    api: Api, visitor: FrontDoor, alice: Person, bob: Person
) -> None:
    key = create_api_key(principal=bob.principal, name="ci", scopes=[Scope.HISTORY])
    assert api(alice).delete(member(bob)).status_code == 204
    assert api(bob).get(ME).status_code == 401
    assert visitor.as_(X_API_Key=key.secret).get(ME).status_code == 401
    Membership.objects.create(user=bob.user, organization=alice.organization)  # invited back, the old key stays dead
    assert visitor.as_(X_API_Key=key.secret).get(ME).status_code == 401
    assert ApiKey.objects.get().revoked_at is not None


@pytest.mark.parametrize(("language", "word"), [("en", "You were removed from"), ("ja", "のメンバーから外れました")])
def test_a_removed_member_is_told_by_mail(
    api: Api, alice: Person, bob: Person, settings: Settings, language: str, word: str
) -> None:
    User.objects.filter(id=bob.user.id).update(preferences={"language": language})
    Organization.objects.filter(id=alice.organization.id).update(name="Wonder https://evil.example/x")
    api(alice).delete(member(bob))
    (message,) = deliver(settings)
    assert (message.to, word in message.subject) == ([bob.user.email], True)
    assert "Wonder https" in message.subject and "evil.example" not in f"{message.subject}{message.body}"


def test_who_leaves_needs_no_mail(api: Api, alice: Person, bob: Person, settings: Settings) -> None:
    assert api(bob).post(f"{ORGANIZATION}/leave").status_code == 204
    assert deliver(settings) == []


def test_a_removed_member_signs_in_to_an_organization_of_their_own(
    api: Api, visitor: FrontDoor, alice: Person, bob: Person
) -> None:
    api(alice).delete(member(bob))
    answer = visitor.post("/api/v1/auth/token", {"email": bob.user.email, "password": bob.password})
    assert answer.json()["user"]["role"] == "owner"
    assert answer.json()["user"]["organization"]["id"] != str(alice.organization.id)


def test_charlies_view_of_bob_is_that_of_nobody(api: Api, bob: Person, charlie: Person) -> None:
    def refusals(user_id: object) -> list[dict[str, Any]]:  # JSON
        path = f"{ORGANIZATION}/members/{user_id}"
        answers = [api(charlie).delete(path), api(charlie).patch(path, {"role": "viewer"})]
        answers.append(api(charlie).post(f"{ORGANIZATION}/hand-over", {"user_id": str(user_id)}))
        return [answer.json() | {"request_id": ""} for answer in answers]

    assert refusals(bob.user.id) == refusals(uuid7())
    assert role_of(bob) == "member"


def test_bob_leaves(api: Api, alice: Person, bob: Person) -> None:
    assert api(bob).post(f"{ORGANIZATION}/leave").status_code == 204
    assert api(bob).get(ME).status_code == 401
    assert [item["email"] for item in api(alice).get(f"{ORGANIZATION}/members").json()["items"]] == [alice.user.email]


def test_the_last_owner_cannot_leave(api: Api, alice: Person, bob: Person) -> None:
    assert api(alice).post(f"{ORGANIZATION}/leave").status_code == 409


def test_alice_hands_over_and_leaves(api: Api, alice: Person, bob: Person) -> None:
    assert api(alice).post(f"{ORGANIZATION}/hand-over", {"user_id": str(bob.user.id)}).status_code == 204
    assert (role_of(alice), role_of(bob)) == ("admin", "owner")
    assert api(alice).post(f"{ORGANIZATION}/leave").status_code == 204


def test_only_the_owner_in_person_hands_over(api: Api, visitor: FrontDoor, alice: Person, bob: Person) -> None:
    wanted = {"user_id": str(bob.user.id)}
    ada = colleague("ada", alice, Role.ADMIN)
    key = create_api_key(principal=alice.principal, name="ci", scopes=list(Scope))
    assert api(ada).post(f"{ORGANIZATION}/hand-over", wanted).status_code == 403
    assert visitor.as_(X_API_Key=key.secret).post(f"{ORGANIZATION}/hand-over", wanted).status_code == 403
    assert visitor.as_(X_API_Key=key.secret).post(f"{ORGANIZATION}/leave").status_code == 403


def test_nobody_inherits_who_has_not_confirmed_their_address(api: Api, alice: Person, bob: Person) -> None:
    bob.user.email_verified_at = None
    bob.user.save()
    assert api(alice).post(f"{ORGANIZATION}/hand-over", {"user_id": str(bob.user.id)}).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays(alice: Person) -> None:
    other = colleague("olga", alice, Role.OWNER)
    leaving = iter([alice.principal, other.principal])

    def leaves() -> bool:
        try:
            leave_organization(principal=next(leaving))
        except Conflict:
            return False
        return True

    assert sorted(at_once(2, leaves)) == [False, True]
    assert Membership.objects.filter(organization=alice.organization, role="owner").count() == 1
