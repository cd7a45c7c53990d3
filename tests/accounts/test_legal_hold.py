"""A legal hold: whoever asks, nothing goes until staff lift it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from apps.accounts.actions.hold_organization import hold_organization
from apps.accounts.contracts import Role
from apps.accounts.models import AuditRow, Organization, User
from apps.transform.actions.apply_retention import apply_retention, apply_retention_of
from apps.transform.models import Embedding, Transformation
from tests.accounts.test_admin import address, staff
from tests.accounts.test_erasure import JOBS, give_up, leave
from tests.cast import Person, colleague
from tests.front_door import Api
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import ensure_months
from tonebridge.partitions.months import Month
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

__all__ = ["staff"]
pytestmark = pytest.mark.django_db


def hold(person: Person, *, on: bool = True) -> None:
    hold_organization(organization_id=person.organization.id, on=on)


def aged(person: Person, days: int) -> Transformation:
    at = clock.now() - timedelta(days=days)
    ensure_months(at, ahead=0)
    whose = {"organization_id": person.organization.id, "user_id": person.user.id}
    kind = {"transformation_type_id": "soften", "intensity": 2, "language": "ja", "tier": "rules"}
    return Transformation.objects.create(id=uuid7(at), created_at=at, original_text="直せ", **whose, **kind)


def retain() -> None:
    """As in the night, when nothing of what was written is still unchecked."""
    connection.check_constraints()
    apply_retention()


def kept(person: Person) -> int:
    return Transformation.objects.filter(organization=person.organization).count()


def test_retention_passes_a_held_organization_by_and_nobody_else(alice: Person, charlie: Person) -> None:
    for person in (alice, charlie):
        for days in (200, 100, 40):
            row = aged(person, days)
            Embedding.objects.create(
                transformation_id=row.id,
                transformation_created_at=row.created_at,
                organization_id=person.organization.id,
                model="test-3",
                dimension=3,
                embedding=[1, 2, 3],
                created_at=row.created_at,
            )
    hold(alice)
    retain()
    apply_retention_of(organization_id=alice.organization.id)
    assert (kept(alice), kept(charlie)) == (3, 0)
    assert Embedding.objects.filter(organization=alice.organization).count() == 3
    hold(alice, on=False)
    retain()
    assert kept(alice) == 0
    assert not Embedding.objects.exists()


def test_a_month_with_something_held_in_it_is_not_dropped(alice: Person, charlie: Person) -> None:
    held, other = aged(alice, 200), aged(charlie, 260)
    hold(alice)
    retain()
    tables = {Month.of(row.created_at).partition("transformations"): row for row in (held, other)}
    present = [name for name in tables if _exists(name)]
    assert present == [Month.of(held.created_at).partition("transformations")]


def _exists(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        return bool(cursor.fetchone()[0])


def test_a_message_an_account_and_an_organization_are_refused_with_a_sentence(api: Api, alice: Person) -> None:
    row = aged(alice, 1)
    colleague("bob", alice, Role.OWNER)
    hold(alice)
    answers = [
        api(alice).request("DELETE", f"/api/v1/history/{row.id}"),
        leave(api, alice),
        give_up(api, alice, alice.organization.name),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "LEGAL_HOLD")] * 3
    assert all("legal hold" in answer.json()["detail"] for answer in answers)
    assert kept(alice) == 1 and User.objects.get(id=alice.user.id).is_active


def test_a_hold_that_comes_after_closing_stops_the_erasing_and_lifting_it_lets_it_go_on(
    api: Api, alice: Person
) -> None:
    aged(alice, 1)
    assert give_up(api, alice, alice.organization.name).status_code == 202
    job = Job.objects.get(kind="erase_organization")
    hold(alice)
    JOBS["erase_organization"].apply(args=[str(job.id)])
    assert Job.objects.get(id=job.id).status != "succeeded"
    assert kept(alice) == 1
    hold(alice, on=False)
    Job.objects.filter(id=job.id).update(status="queued", finished_at=None)
    JOBS["erase_organization"].apply(args=[str(job.id)])
    assert Job.objects.get(id=job.id).status == "succeeded"
    assert kept(alice) == 0


def test_the_database_itself_lets_no_held_organization_go(alice: Person) -> None:
    hold(alice)
    with pytest.raises(ProgrammingError, match="legal hold"), transaction.atomic():
        Organization.objects.filter(id=alice.organization.id).delete()


def test_staff_hold_and_release_and_both_are_in_the_audit(staff: Client, alice: Person) -> None:
    chosen = {"_selected_action": str(alice.organization.id)}
    for action, on in (("hold", True), ("release", False)):
        assert staff.post(address("organization"), chosen | {"action": action}).status_code == 302
        assert Organization.objects.get(id=alice.organization.id).legal_hold is on
    rows = AuditRow.objects.filter(organization_id=alice.organization.id, credential="staff")
    assert [row.action for row in rows.order_by("position")] == ["organization.held", "organization.released"]


@pytest.mark.parametrize("model", ["organization", "user"])
def test_staff_can_not_delete_what_is_held(staff: Client, alice: Person, model: str) -> None:
    hold(alice)
    subject = alice.organization.id if model == "organization" else alice.user.id
    page = staff.post(address(model, "delete", subject), {"post": "yes"}, headers={"Accept-Language": "en"})
    assert "legal hold" in page.content.decode() or page.status_code == 403
    assert Organization.objects.filter(id=alice.organization.id).exists()
    assert User.objects.filter(id=alice.user.id).exists()
