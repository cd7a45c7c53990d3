"""What the roles that own nothing may do: as the database's own catalog says, against the documented table."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction

from tests.cast import Person
from tests.tenancy.conftest import Ask, Belongings
from tonebridge.tenancy.catalog import tenant_tables
from tonebridge.tenancy.identity import Identity, as_nobody
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
