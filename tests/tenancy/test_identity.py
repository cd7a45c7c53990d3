"""In whose name work runs: how it is begun, kept, ended, and what the connection knows of it afterwards."""

from collections.abc import Iterator
from contextvars import copy_context

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from apps.accounts.models import Organization
from tests.cast import Person
from tonebridge.ids import uuid7
from tonebridge.tenancy import identity
from tonebridge.tenancy.identity import (
    NOBODY,
    SYSTEM,
    acting_as,
    acting_for,
    acting_for_holder,
    as_nobody,
    enter,
    request_scope,
)
from tonebridge.tenancy.system import as_system


def told() -> tuple[str, str]:
    """What the running transaction, or this one statement, was told: organization and system."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(current_setting('tb.org', true), ''), current_setting('tb.system', true)")
        organization, system = cursor.fetchone()
        return organization, system or ""


def left_behind() -> tuple[str, str]:
    """The same, asked round the engine: nothing is told in front of this."""
    plain = psycopg.ClientCursor(connection.connection)
    row = plain.execute("SELECT current_setting('tb.org', true), current_setting('tb.system', true)").fetchone()
    assert row is not None
    return row[0] or "", row[1] or ""


@pytest.fixture
def autocommit(transactional_db: None) -> Iterator[None]:
    """A connection as requests have it: no transaction around the test."""
    yield
    assert not connection.in_atomic_block


def test_outside_of_a_transaction_each_statement_is_told_and_nothing_stays(autocommit: None) -> None:
    one, other = uuid7(), uuid7()
    with acting_for(one):
        assert told() == (str(one), "")
        assert left_behind() == ("", "")
    with acting_for(other):
        assert told() == (str(other), "")
    with as_nobody():
        assert told() == ("", "")
    assert left_behind() == ("", "")


def test_a_transaction_is_told_once_and_its_end_takes_it_back(autocommit: None) -> None:
    one = uuid7()
    with acting_for(one):
        with transaction.atomic():
            assert told() == (str(one), "")
            assert left_behind() == (str(one), "")
        assert left_behind() == ("", "")


def test_an_error_ends_it_as_well(autocommit: None) -> None:
    with pytest.raises(ZeroDivisionError), acting_for(uuid7()), transaction.atomic():
        assert told() != ("", "")
        raise ZeroDivisionError
    assert left_behind() == ("", "")
    assert identity.current() == SYSTEM


def test_who_acts_may_change_inside_a_transaction(autocommit: None) -> None:
    one, other = uuid7(), uuid7()
    with transaction.atomic():
        with acting_for(one):
            assert told() == (str(one), "")
            with acting_for(other):
                assert told() == (str(other), "")
            assert told() == (str(one), "")
        with as_nobody():
            assert told() == ("", "")


def test_a_rollback_to_a_savepoint_leaves_nobody_in_anothers_name(autocommit: None) -> None:
    one, other = uuid7(), uuid7()
    with transaction.atomic(), acting_for(one):
        assert told() == (str(one), "")
        with acting_for(other):
            with pytest.raises(IntegrityError), transaction.atomic():
                Organization.objects.create(id=other, name="x", retention_days=30)
                Organization.objects.create(id=other, name="x", retention_days=30)
            assert told() == (str(other), "")
        assert told() == (str(one), "")


def test_a_failed_statement_is_followed_by_a_told_one(autocommit: None) -> None:
    one = uuid7()
    with acting_for(one):
        for _ in range(2):
            with pytest.raises(Exception, match="division by zero"), connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
            assert told() == (str(one), "")


def test_a_list_that_is_read_in_chunks_sees_the_tenants_rows(autocommit: None, alice: Person, charlie: Person) -> None:
    hers = alice.principal.organization_id
    with acting_for(hers):
        assert [row.id for row in Organization.objects.iterator(chunk_size=1)] == [hers]
        with transaction.atomic():
            assert [row.id for row in Organization.objects.iterator(chunk_size=1)] == [hers]
    with as_nobody(), transaction.atomic():
        assert list(Organization.objects.iterator(chunk_size=1)) == []


def test_a_statement_that_must_be_alone_is_left_alone(autocommit: None) -> None:
    with acting_for(uuid7()), as_system("test"), connection.cursor() as cursor:
        cursor.execute("CREATE INDEX CONCURRENTLY lonely ON plans (name)")
        cursor.execute("DROP INDEX CONCURRENTLY lonely")


@pytest.mark.django_db
def test_many_rows_at_once_are_written_in_one_name(alice: Person) -> None:
    hers = alice.principal.organization_id
    with acting_for(hers), connection.cursor() as cursor:
        cursor.executemany("UPDATE organizations SET name = %s WHERE id = %s", [("a", hers), ("b", hers)])
    assert Organization.objects.get(id=hers).name == "b"


def test_the_holder_of_a_key_is_found_in_the_same_statement(alice: Person) -> None:
    with acting_for_holder(user_id=alice.user.id):
        assert told()[0] == str(alice.principal.organization_id)
    with acting_for_holder(user_id=uuid7()):
        assert told()[0] == ""


def test_a_request_begins_as_nobody_and_its_member_ends_with_it() -> None:
    one = uuid7()
    with request_scope():
        assert identity.current() == NOBODY
        enter(one)
        assert identity.current().organization_id == one
    assert identity.current() == SYSTEM


def test_a_request_that_the_front_door_has_named_keeps_its_name() -> None:
    with acting_for(uuid7()), request_scope():
        assert identity.current().organization_id is not None


def test_nobody_enters_without_a_request() -> None:
    with pytest.raises(RuntimeError, match="acting_for"):
        copy_context().run(enter, uuid7())


@pytest.mark.django_db
def test_the_system_does_not_begin_in_the_middle_of_a_transaction() -> None:
    with acting_as(NOBODY), transaction.atomic(), pytest.raises(RuntimeError, match="outside of any transaction"):  # noqa: SIM117 - order
        with as_system("test"):
            pass


def test_a_task_of_the_system_inside_another_goes_on_in_its_name() -> None:
    with as_system("outer"), as_system("inner"):
        assert identity.current() == SYSTEM
    assert identity.current() == SYSTEM
