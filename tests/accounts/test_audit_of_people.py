"""The audit of teams, of how people sign in, and of what staff change."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.actions.record_audit import NOBODYS
from apps.accounts.contracts import Role
from apps.accounts.models import AuditRow
from apps.accounts.queries.audit_faults import audit_faults
from tests.accounts.test_admin import staff
from tests.cast import PASSWORD, Person, colleague, switched_on
from tests.front_door import Api, FrontDoor
from tonebridge.resilience import clock

__all__ = ["staff"]
ORGANIZATION, TOKEN = "/api/v1/organization", "/api/v1/auth/token"
pytestmark = pytest.mark.django_db


def recorded(person: Person, since: str = "session.began") -> list[str]:
    """What is in the audit of the person's organization, after the last entry of that kind."""
    rows = AuditRow.objects.filter(organization_id=person.organization.id).order_by("position")
    actions = [row.action for row in rows]
    return actions[len(actions) - actions[::-1].index(since) :]


def newest(organization_id: UUID) -> AuditRow:
    return AuditRow.objects.filter(organization_id=organization_id).order_by("-position")[0]


def test_what_happens_to_a_team_is_recorded(api: Api, alice: Person, bob: Person) -> None:
    eve = colleague("eve", alice, Role.MEMBER)
    alice.user.email_verified_at = clock.now()
    alice.user.save()
    door = api(alice)
    invitation = door.post(f"{ORGANIZATION}/invitations", {"email": "dora@example.com", "role": "member"}).json()["id"]
    door.delete(f"{ORGANIZATION}/invitations/{invitation}")
    door.patch(f"{ORGANIZATION}/members/{bob.user.id}", {"role": "viewer"})
    door.delete(f"{ORGANIZATION}/members/{bob.user.id}")
    api(eve).post(f"{ORGANIZATION}/leave")
    assert recorded(alice) == [
        "invitation.sent",
        "invitation.revoked",
        "member.role_changed",
        "member.removed",
        "member.left",
    ]
    assert list(audit_faults(alice.organization.id)) == []


def test_a_change_of_role_says_whose_and_to_what(api: Api, alice: Person, bob: Person) -> None:
    api(alice).patch(f"{ORGANIZATION}/members/{bob.user.id}", {"role": "viewer"})
    row = newest(alice.organization.id)
    assert (row.actor_id, row.subject) == (alice.user.id, f"{bob.user.id}:viewer")


def test_a_changed_password_and_a_second_factor_are_recorded(api: Api, alice: Person) -> None:
    switched_on(alice.user)
    body = {"current_password": PASSWORD, "new_password": "a longer horse battery staple"}
    assert api(alice).post("/api/v1/auth/password/change", body).status_code in {200, 204}
    assert recorded(alice) == ["second_factor.on", "session.ended_everywhere", "password.changed"]


def test_a_refused_sign_in_is_recorded_where_the_account_belongs(visitor: FrontDoor, alice: Person) -> None:
    visitor.post(TOKEN, {"email": "alice@example.com", "password": "wrong"})
    row = newest(alice.organization.id)
    assert (row.action, row.actor_id, row.subject) == ("session.refused", None, str(alice.user.id))
    assert row.address == "127.0.0.1"


def test_a_sign_in_of_nobody_is_recorded_in_nobodys_chain(visitor: FrontDoor, alice: Person) -> None:
    visitor.post(TOKEN, {"email": "nobody@example.com", "password": "wrong"})
    assert (newest(NOBODYS).action, newest(NOBODYS).subject) == ("session.refused", "")
    assert recorded(alice) == []


def test_an_owner_does_not_see_nobodys_chain(visitor: FrontDoor, api: Api, alice: Person) -> None:
    visitor.post(TOKEN, {"email": "nobody@example.com", "password": "wrong"})
    items = api(alice).get("/api/v1/audit?limit=100").json()["items"]
    assert {item["organization_id"] for item in items} == {str(alice.organization.id)}


def test_what_staff_change_is_in_the_audit_of_whom_it_concerns(staff: Client, alice: Person) -> None:
    address = reverse("admin:accounts_organization_changelist")
    staff.post(address, {"action": "plan_enterprise", "_selected_action": [str(alice.organization.id)]})
    assert recorded(alice) == ["subscription.began", "organization.plan_chosen"]
    assert newest(alice.organization.id).credential == "staff"
    page = reverse("admin:accounts_user_change", args=[alice.user.id])
    inline = {f"memberships-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    answer = staff.post(page, {"email": "alice@example.com", "full_name": "Alice B.", "is_active": "on"} | inline)
    assert answer.status_code == 302
    row = newest(alice.organization.id)
    assert (row.action, row.credential, row.subject) == ("user.changed", "staff", str(alice.user.id))
    assert row.actor_id not in {None, alice.user.id}
