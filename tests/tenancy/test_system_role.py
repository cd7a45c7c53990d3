"""The tasks of the system, done by a role that owns nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from apps.accounts.actions.erase_organization import erase_organization
from apps.accounts.actions.forget_expired import forget_expired
from apps.accounts.models import AuditRow, Organization
from apps.accounts.queries.audit_faults import audit_faults
from apps.transform.actions.apply_retention import apply_retention
from tests.accounts.test_admin import LISTS, address, staff
from tests.cast import Person
from tests.one_login.base import SwitchingCursor, with_role
from tests.tenancy.conftest import Belongings
from tonebridge.partitions.ensure import ensure_months
from tonebridge.partitions.months import Month
from tonebridge.queues import samplers
from tonebridge.queues.actions.reap_jobs import reap_jobs
from tonebridge.resilience import clock
from tonebridge.tenancy.backend.base import TOLD
from tonebridge.tenancy.identity import Identity

__all__ = ["staff"]
pytestmark = pytest.mark.django_db


def as_in_production(identity: Identity) -> dict[str, str]:
    """The system is a login of its own there, not the owner."""
    return with_role(identity) | ({"role": "'tonebridge_system'"} if identity.is_system else {})


@pytest.fixture
def system_role(alices: Belongings, staff: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on, when everything is in place."""
    connection.check_constraints()
    monkeypatch.setattr(SwitchingCursor, "settings_of", staticmethod(as_in_production))
    setattr(connection.connection, TOLD, None)  # so that the running transaction is told again
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        assert cursor.fetchone() == ("tonebridge_system",)
    yield
    setattr(connection.connection, TOLD, None)


@pytest.mark.usefixtures("system_role")
def test_retention_drops_a_month() -> None:
    old = clock.now() - timedelta(days=200)
    ensure_months(old, ahead=0)
    apply_retention()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [Month.of(old).partition("transformations")])
        assert cursor.fetchone() == (None,)


@pytest.mark.usefixtures("system_role")
def test_an_organization_is_erased_and_its_audit_still_holds(alice: Person) -> None:
    erase_organization(organization_id=alice.organization.id)
    assert not Organization.objects.filter(id=alice.organization.id).exists()
    assert AuditRow.objects.filter(organization_id=alice.organization.id, address=None).exists()
    assert list(audit_faults(alice.organization.id)) == []


@pytest.mark.usefixtures("system_role")
def test_the_nights_and_the_minutes_tasks_run() -> None:
    forget_expired()
    reap_jobs()
    samplers.jobs()


@pytest.mark.usefixtures("system_role")
def test_staff_see_and_change_things(staff: Client, alice: Person) -> None:
    for model in LISTS:
        assert staff.get(address(model)).status_code == 200
    chosen = {"_selected_action": str(alice.organization.id), "action": "hold"}
    assert staff.post(address("organization"), chosen).status_code == 302
    assert Organization.objects.get(id=alice.organization.id).legal_hold


@pytest.mark.usefixtures("system_role")
def test_a_superuser_hands_out_rights(staff: Client, alice: Person) -> None:
    form = {"email": alice.user.email, "is_active": "on", "is_staff": "on", "is_superuser": "on", "preferences": "{}"}
    none = {f"memberships-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}
    assert staff.post(address("user", "change", alice.user.id), form | none).status_code == 302
    alice.user.refresh_from_db()
    assert (alice.user.is_staff, alice.user.is_superuser) == (True, True)
    assert AuditRow.objects.filter(action="user.changed", subject=str(alice.user.id)).exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'x.y'",
        "DELETE FROM audit",
        "TRUNCATE transformations",
        "ALTER TABLE users ADD COLUMN x int",
        "DROP TABLE transformations",
        "ALTER TABLE transformations DISABLE ROW LEVEL SECURITY",
        "UPDATE audit_heads SET position = 1",
    ],
)
@pytest.mark.usefixtures("system_role")
def test_it_changes_no_table_and_rewrites_no_audit(statement: str) -> None:
    refused = pytest.raises(ProgrammingError, match=r"permission denied|must be owner")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
