"""Cleaning up after a test that commits: what it filled is emptied, and what migrations made of code stays.

Django's own way truncates every table with all partitions and makes permissions anew, which takes half a second a test.
"""

from functools import cache

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase

OF_CODE = {ContentType._meta.db_table, Permission._meta.db_table}


def empty_after_tests_that_commit() -> None:
    """From here on, for this process."""
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[attr-defined]  # a hook that the stubs leave out


def _empty(_case: TransactionTestCase) -> None:
    """Triggers keep the audit from being changed, held organizations from going, and tell other processes of users."""
    with transaction.atomic(), connection.cursor() as cursor:
        filled = _filled(cursor)
        guarded = [table for table in filled if table in _guarded()]
        for statement in (
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
            *(f"DELETE FROM {table}" for table in filled),
            "SET CONSTRAINTS ALL IMMEDIATE",  # a table whose rows are still to be checked can't be altered
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
        ):
            cursor.execute(statement)


def _filled(cursor: CursorWrapper) -> list[str]:
    cursor.execute(" UNION ALL ".join(f"SELECT '{each}' WHERE EXISTS (TABLE {each})" for each in _tables()))
    return [table for (table,) in cursor.fetchall()]


@cache
def _tables() -> list[str]:
    return [each for each in connection.introspection.django_table_names(only_existing=True) if each not in OF_CODE]


@cache
def _guarded() -> set[str]:
    """Tables with triggers of our own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        return {table for (table,) in cursor.fetchall()}
