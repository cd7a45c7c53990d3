"""Drop months that nobody may keep any longer."""

from django.conf import settings
from django.db import connection, transaction

from tonebridge.partitions.months import Month


def drop_months_before(month: Month) -> list[str]:
    """Drop every partition of `settings.EXPIRING_TABLES` older than `month`, children first; names of the dropped ones."""
    return [name for old in months_before(month) for name in drop_month(old)]


def months_before(month: Month) -> list[Month]:
    """The months older than `month` that have a partition of an expiring table, oldest first."""
    return [found for found in months_of(*settings.EXPIRING_TABLES) if found < month]


def months_of(*tables: str) -> list[Month]:
    """The months that have a partition of any of these tables, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child.relname FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid "
            "JOIN pg_class parent ON parent.oid = inhparent WHERE parent.relname = ANY(%s) AND child.relkind = 'r'",
            [list(tables)],
        )
        return sorted({Month.named(name) for (name,) in cursor.fetchall()})


def drop_month(month: Month) -> list[str]:
    """Detach and drop one month of every expiring table, children first; names of the dropped ones."""
    return [month.partition(table) for table in reversed(settings.EXPIRING_TABLES) if drop_month_of(table, month)]


def drop_month_of(table: str, month: Month) -> bool:
    """The same for one table; whether there was such a month.

    The database's function does, as the owner: nobody else may drop a table.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tb_drop_month(%s, %s)", [table, month.partition(table)])
        return bool(cursor.fetchone()[0])
