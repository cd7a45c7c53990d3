"""What PostgreSQL itself keeps apart, whatever the code above forgets."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection, transaction

from tests.cast import Person
from tests.tenancy.conftest import Ask, Belongings
from tonebridge.ids import uuid7
from tonebridge.partitions.ensure import ensure_months
from tonebridge.tenancy.catalog import role_rights, tenant_tables
from tonebridge.tenancy.identity import NOBODY, SYSTEM, Identity, acting_for, as_nobody

REFUSED = "row-level security|permission denied|can only grow"
FAR = datetime(2041, 3, 15, 12, tzinfo=UTC)


def of(person: Person) -> Identity:
    return Identity(organization_id=person.principal.organization_id)


@pytest.mark.django_db
def test_every_table_and_partition_of_tenants_is_isolated() -> None:
    tables = tenant_tables()
    assert {table.name for table in tables} >= {"organizations", "transformations", "jobs", "api_keys", "embeddings"}
    assert any(table.name.startswith("analytics_y") for table in tables)
    assert [table.name for table in tables if not table.is_isolated] == []


@pytest.mark.django_db
def test_the_rooms_page_tells_of_every_table_of_tenants() -> None:
    page = (Path(settings.BASE_DIR) / "tonebridge/tenancy/README.md").read_text(encoding="utf-8")
    tables = {re.sub(r"_y\d{4}m\d\d$", "", table.name) for table in tenant_tables()}
    assert {table for table in tables if f"`{table}`" not in page} == set()


@pytest.mark.django_db
def test_a_month_made_on_demand_is_isolated_and_the_web_role_can_make_it() -> None:
    with as_nobody():
        assert ensure_months(FAR, ahead=0)
    made = [table for table in tenant_tables() if table.name.endswith("_y2041m03")]
    assert made and all(table.is_isolated for table in made)


@pytest.mark.parametrize(
    ("parent", "part", "month", "end"),
    [
        ("users", "users_y2041m03", 3, 4),
        ("transformations", "transformations_y2041m04", 3, 4),
        ("transformations", "transformations_y2041m03", 3, 5),
        ("transformations; DROP TABLE users", "x", 3, 4),
    ],
)
@pytest.mark.django_db
def test_the_web_role_can_make_months_and_nothing_else(parent: str, part: str, month: int, end: int) -> None:
    with as_nobody(), pytest.raises(DatabaseError), connection.cursor() as cursor:
        bounds = datetime(2041, month, 1, tzinfo=UTC), datetime(2041, end, 1, tzinfo=UTC)
        cursor.execute("SELECT tb_make_month(%s, %s, %s, %s)", [parent, part, *bounds])


@pytest.mark.django_db
def test_requests_are_served_by_a_role_that_owns_nothing() -> None:
    with as_nobody():
        rights = role_rights()
    assert (rights.name, rights.is_harmless) == ("tonebridge_web", True)


@pytest.mark.usefixtures("open_months")
def test_nobody_sees_a_row_of_any_table_or_partition(ask: Ask, alices: Belongings) -> None:
    for table in tenant_tables():
        assert ask(NOBODY, f'SELECT count(*) FROM "{table.name}"') == [(0,)], table.name


@pytest.mark.usefixtures("open_months")
def test_each_tenant_sees_its_own_rows_in_every_table_and_no_others(
    ask: Ask, alice: Person, charlie: Person, alices: Belongings, charlies: Belongings
) -> None:
    for table in tenant_tables():
        column = table.column
        whole: dict[UUID, int] = dict(ask(SYSTEM, f'SELECT {column}, count(*) FROM "{table.name}" GROUP BY 1'))
        for person in (alice, charlie):
            seen: dict[UUID, int] = dict(ask(of(person), f'SELECT {column}, count(*) FROM "{table.name}" GROUP BY 1'))
            own = person.principal.organization_id
            assert seen == {mine: count for mine, count in whole.items() if mine == own}, table.name
        is_partition = "_y" in table.name
        assert len(whole) >= 2 or is_partition, f"{table.name} holds nothing of two tenants to keep apart"


def nothing(ask: Ask, person: Person, statement: str, organization_id: UUID) -> bool:
    """Whether a change touches no row, or is refused for whole tables, as the audit's are."""
    try:
        with transaction.atomic():
            return ask(of(person), statement, organization_id) == []
    except ProgrammingError as error:
        return "permission denied" in str(error)


@pytest.mark.usefixtures("open_months")
def test_nobody_can_change_delete_or_reassign_another_tenants_rows(
    ask: Ask, alice: Person, charlie: Person, alices: Belongings
) -> None:
    hers = alice.principal.organization_id
    for table in tenant_tables():
        column, name = table.column, table.name
        kept = ask(SYSTEM, f'SELECT count(*) FROM "{name}" WHERE {column} = %s', hers)
        assert nothing(ask, charlie, f'UPDATE "{name}" SET {column} = {column} WHERE {column} = %s RETURNING 1', hers)
        assert nothing(ask, charlie, f'DELETE FROM "{name}" WHERE {column} = %s RETURNING 1', hers)
        assert ask(SYSTEM, f'SELECT count(*) FROM "{name}" WHERE {column} = %s', hers) == kept


@pytest.mark.usefixtures("open_months")
def test_a_row_can_not_be_given_to_another_tenant(
    ask: Ask, alice: Person, charlie: Person, alices: Belongings, charlies: Belongings
) -> None:
    for table in tenant_tables():
        column, name = table.column, table.name
        if not ask(of(charlie), f'SELECT 1 FROM "{name}" LIMIT 1'):
            continue
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            ask(of(charlie), f'UPDATE "{name}" SET {column} = %s', alice.principal.organization_id)


@pytest.mark.parametrize("name", ["alice", "nobody"])
@pytest.mark.usefixtures("open_months")
def test_a_row_can_not_be_put_into_another_tenants_table(
    ask: Ask, alice: Person, charlie: Person, charlies: Belongings, name: str
) -> None:
    writer = of(alice) if name == "alice" else NOBODY
    for table in tenant_tables():
        column = table.column
        row = ask(
            SYSTEM,
            f'SELECT to_jsonb(r) FROM "{table.name}" r WHERE {column} = %s LIMIT 1',
            charlie.principal.organization_id,
        )
        if not row:
            continue
        insert = f'INSERT INTO "{table.name}" SELECT * FROM jsonb_populate_record(NULL::"{table.name}", %s::jsonb)'
        with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
            ask(writer, insert, row[0][0])


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE transformations DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE glossary_terms NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON jobs",
        "TRUNCATE api_keys",
        "SELECT tb_expose('jobs')",
        "UPDATE plans SET per_day = NULL",
        "DELETE FROM django_migrations",
    ],
)
@pytest.mark.django_db
def test_the_web_role_can_not_switch_it_off_nor_raise_its_plan(ask: Ask, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
        ask(NOBODY, statement)


def test_saying_to_be_the_system_opens_nothing_to_the_web_role(ask: Ask, alices: Belongings) -> None:
    ask(NOBODY, "SELECT set_config('tb.system', 'on', true)")
    assert ask(NOBODY, "SELECT count(*) FROM transformations") == [(0,)]


@pytest.mark.django_db
def test_a_callers_organization_is_found_and_nothing_else_of_it(ask: Ask, alice: Person, alices: Belongings) -> None:
    prefix = str(ask(SYSTEM, "SELECT prefix FROM api_keys WHERE id = %s", alices.key)[0][0])
    org = alice.principal.organization_id
    assert ask(NOBODY, "SELECT tb_organization_of_key(%s)", prefix) == [(org,)]
    assert ask(NOBODY, "SELECT tb_organization_of_user(%s)", str(alice.user.id)) == [(org,)]
    assert ask(NOBODY, "SELECT tb_organization_of_key(%s), tb_organization_of_user(%s)", "no", str(uuid7())) == [
        (None, None)
    ]
    assert ask(NOBODY, "SELECT count(*) FROM api_keys") == [(0,)]
    assert ask(NOBODY, "SELECT current_setting('tb.system', true)") in ([("",)], [(None,)])


def test_an_upsert_can_not_touch_another_tenants_counter(alice: Person, charlie: Person, alices: Belongings) -> None:
    from apps.accounts.actions.charge_usage import charge_usage

    with acting_for(charlie.principal.organization_id), pytest.raises(ProgrammingError, match="row-level security"):
        charge_usage(principal=alice.principal, characters=1)


def test_an_id_that_is_no_id_finds_nobody(ask: Ask, alices: Belongings) -> None:
    for odd in ("'; SELECT 1; --", "", "あ"):
        finder = Identity(found_by=("tb_organization_of_key", odd))
        assert ask(finder, "SELECT count(*) FROM organizations") == [(0,)]
    assert isinstance(alices.key, UUID)
