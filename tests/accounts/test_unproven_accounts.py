"""Accounts whose address nobody proves go after a week."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from apps.accounts.models import AuditRow, Membership, Organization, User
from apps.accounts.tasks import forget_unproven
from tests.accounts.mailbox import deliver, token_in
from tests.accounts.test_erasure import work_off
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tonebridge.resilience import clock

REGISTER, ME = "/api/v1/auth/register", "/api/v1/auth/me"
OWN = "a long walk at noon"
DORA = "dora@example.com"


def registered(visitor: FrontDoor, email: str) -> dict[str, str]:
    """Ids of a newcomer and their organization."""
    user = visitor.post(REGISTER, {"email": email, "password": OWN}).json()["user"]
    return {"user": user["id"], "organization": user["organization"]["id"]}


def after(**time: int) -> None:
    """The nightly task and its jobs, that much later."""
    with clock.frozen(clock.now() + timedelta(**time)):
        forget_unproven()
        work_off()


@pytest.mark.parametrize("email", [DORA, "alice@example.com"])
@pytest.mark.parametrize("proof_needed", [False, True])
def test_after_seven_days_it_is_gone_with_its_organization(
    visitor: FrontDoor, alice: Person, settings: Settings, email: str, proof_needed: bool
) -> None:
    settings.SIGN_IN_NEEDS_VERIFIED_EMAIL = proof_needed
    ids = registered(visitor, email)
    after(days=6, hours=23)
    assert User.objects.filter(id=ids["user"]).exists()
    after(days=7, hours=1)
    assert list(User.objects.values_list("id", flat=True)) == [alice.user.id]
    assert list(Organization.objects.values_list("id", flat=True)) == [alice.organization.id]
    expired = AuditRow.objects.get(organization_id=ids["organization"], action="account.expired")
    assert (expired.actor_id, expired.subject) == (None, ids["user"])


def test_its_tokens_end_at_once(visitor: FrontDoor, plans: None) -> None:
    access = visitor.post(REGISTER, {"email": DORA, "password": OWN}).json()["access"]
    User.objects.update(proof_due_at=clock.now() - timedelta(hours=1))
    forget_unproven()
    assert visitor.as_(Authorization=f"Bearer {access}").get(ME).status_code == 401


def test_a_proven_one_stays(visitor: FrontDoor, plans: None, settings: Settings) -> None:
    ids = registered(visitor, DORA)
    visitor.post("/api/v1/auth/email/verify", {"token": token_in(deliver(settings)[0]), "password": OWN})
    after(days=30)
    assert User.objects.get().id.hex == ids["user"].replace("-", "")
    assert User.objects.get().proof_due_at is None


def test_whoever_joined_by_invitation_stays(visitor: FrontDoor, api: Api, alice: Person, settings: Settings) -> None:
    registered(visitor, DORA)
    deliver(settings)
    api(alice).post("/api/v1/organization/invitations", {"email": DORA, "role": "member"})
    token = token_in(deliver(settings)[0])
    access = visitor.post("/api/v1/auth/token", {"email": DORA, "password": OWN}).json()["access"]
    visitor.as_(Authorization=f"Bearer {access}").post("/api/v1/organization/invitations/accept", {"token": token})
    after(days=30)
    assert User.objects.filter(email=DORA).exists()


def test_whoever_has_colleagues_stays(visitor: FrontDoor, alice: Person, settings: Settings) -> None:
    ids = registered(visitor, DORA)
    Membership.objects.create(user=alice.user, organization_id=ids["organization"], role="member")
    after(days=30)
    assert User.objects.filter(email=DORA, is_active=True).exists()


def test_under_a_legal_hold_it_stays(visitor: FrontDoor, plans: None, settings: Settings) -> None:
    ids = registered(visitor, DORA)
    Organization.objects.filter(id=ids["organization"]).update(legal_hold=True)
    after(days=30)
    assert User.objects.filter(email=DORA, is_active=True).exists()


def test_accounts_that_staff_made_stay(plans: None, settings: Settings) -> None:
    User.objects.create_user("staff@example.com", OWN)
    after(days=30)
    assert User.objects.exists()
