"""What the roles that own nothing may do: as the database's own catalog says, against the documented table."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from apps.accounts.models import User
from tests.cast import Person
from tests.tenancy.conftest import Ask, Belongings
from tonebridge.tenancy.catalog import tenant_tables
from tonebridge.tenancy.identity import Identity, acting_for, as_nobody
from tonebridge.tenancy.rights import SYSTEM, WEB
from tonebridge.tenancy.rights_table import rights_table

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "database-rights.md"


@pytest.mark.django_db
def test_the_document_says_what_the_catalog_says(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("database_rights")
    assert DOCUMENT.read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.django_db
def test_every_table_of_ours_was_thought_of() -> None:
    known = {row.table for row in rights_table()}
    assert {*WEB, *SYSTEM} <= known
    assert {row.table for row in rights_table() if not row.web and not row.system} == set()


@pytest.mark.django_db
def test_no_month_is_reached_but_through_its_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class, unnest(ARRAY['tonebridge_web', 'tonebridge_system']) AS login "
            "WHERE relispartition AND relkind = 'r' "
            "AND has_table_privilege(login, oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("change", ["UPDATE {} SET hash = hash", "DELETE FROM {}", "TRUNCATE {}"])
def test_requests_only_ever_add_to_the_audit(ask: Ask, alice: Person, alices: Belongings, change: str) -> None:
    own = Identity(organization_id=alice.organization.id)
    for table in tenant_tables():
        if table.name.startswith("audit"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                ask(own, change.format(f'"{table.name}"'))


@pytest.mark.django_db
def test_requests_drop_no_month() -> None:
    with as_nobody(), pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT tb_drop_month('transformations', 'transformations_y2026m01')")


@pytest.mark.parametrize(
    ("parent", "part"),
    [("audit", "audit_y2026m11"), ("users", "users_y2026m11"), ("transformations", "users"), ("jobs", "jobs")],
)
@pytest.mark.django_db
def test_nobody_drops_anything_but_months_of_messages(parent: str, part: str) -> None:
    with pytest.raises(DatabaseError, match="not a month"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tb_drop_month(%s, %s)", [parent, part])


WRITTEN_BY_THE_SYSTEM = [
    "UPDATE users SET is_superuser = true",
    "UPDATE users SET is_staff = true",
    "UPDATE organizations SET legal_hold = false",
    "UPDATE api_keys SET scopes = '{admin}'",
    "UPDATE api_keys SET user_id = user_id",
    "UPDATE token_families SET user_id = user_id",
    "INSERT INTO users_groups (user_id, group_id) VALUES (gen_random_uuid(), 1)",
    "INSERT INTO users_user_permissions (user_id, permission_id) VALUES (gen_random_uuid(), 1)",
    "UPDATE plans SET per_minute = NULL",
]


@pytest.mark.parametrize("statement", WRITTEN_BY_THE_SYSTEM)
def test_requests_write_nothing_that_raises_rights(ask: Ask, alice: Person, statement: str) -> None:
    own = Identity(organization_id=alice.organization.id)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ask(own, statement)


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_requests_make_nobody_who_has_rights(alice: Person, right: str) -> None:
    rights = pytest.raises(ProgrammingError, match="rights are handed out by the system")
    with rights, transaction.atomic(), acting_for(alice.organization.id):
        User.objects.create(email="mallory@example.com", **{right: True})


def test_requests_change_the_rest_of_a_user(ask: Ask, alice: Person) -> None:
    own = Identity(organization_id=alice.organization.id)
    ask(own, "UPDATE users SET password = 'x', is_active = false, session_version = 7 WHERE id = %s", alice.user.id)
    alice.user.refresh_from_db()
    assert (alice.user.is_active, alice.user.session_version) == (False, 7)
