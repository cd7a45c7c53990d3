"""What staff do with organizations and dead letters in the administration."""

from apps.accounts.models import Organization
from tests.accounts.office import Office
from tonebridge.queues.models import DeadLetter
from tonebridge.resilience import clock

ORGANIZATIONS = "/admin/accounts/organization/"


def decided(office: Office) -> tuple[bool, str]:
    """Whether alice's organization is under a legal hold, and its plan."""
    organization = Organization.objects.get(id=office.alice.organization.id)
    return organization.legal_hold, organization.subscriptions.get(ends_at=None).plan_id


def act_on_alices(office: Office, *actions: str) -> None:
    for action in actions:
        office.client.post(ORGANIZATIONS, {"action": action, "_selected_action": str(office.alice.organization.id)})


def test_who_may_change_organizations_neither_holds_them_nor_chooses_their_plan(office: Office) -> None:
    office.may("accounts.view_organization", "accounts.change_organization")
    act_on_alices(office, "hold", "plan_enterprise")
    assert decided(office) == (False, "pro")
    Organization.objects.filter(id=office.alice.organization.id).update(legal_hold=True)
    act_on_alices(office, "release")
    assert decided(office) == (True, "pro")


def test_who_may_change_subscriptions_chooses_a_plan(office: Office) -> None:
    office.may("accounts.view_organization", "accounts.add_subscription", "accounts.change_subscription")
    act_on_alices(office, "hold", "plan_enterprise")
    assert decided(office) == (False, "enterprise")


def test_a_superuser_holds_an_organization_and_lets_it_go(office: Office) -> None:
    office.client = office.superusers()
    act_on_alices(office, "hold")
    assert decided(office) == (True, "pro")
    act_on_alices(office, "release")
    assert decided(office) == (False, "pro")


def test_a_clerk_who_may_only_look_starts_and_deletes_no_dead_letters(office: Office) -> None:
    letter = DeadLetter.objects.create(task_id="message#0", task="x", args=[], created_at=clock.now())
    office.may("queues.view_deadletter")
    for action in ("replay", "purge"):
        sent = {"action": action, "_selected_action": [str(letter.id)]}
        office.client.post("/admin/queues/deadletter/", sent)
    letter.refresh_from_db()
    assert letter.replayed_at is None


def test_a_clerk_who_may_change_them_deletes_dead_letters(office: Office) -> None:
    letter = DeadLetter.objects.create(task_id="message#0", task="x", args=[], created_at=clock.now())
    office.may("queues.view_deadletter", "queues.change_deadletter")
    office.client.post("/admin/queues/deadletter/", {"action": "purge", "_selected_action": [str(letter.id)]})
    assert not DeadLetter.objects.exists()
