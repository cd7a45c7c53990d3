"""Make the partitions of months."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from tonebridge.partitions.months import Month

LOCK = 7_420_613
"""Advisory lock: two processes that need the same month make it once."""


def ensure_months(moment: datetime, *, ahead: int | None = None) -> list[str]:
    """Make the month of `moment` and `ahead` more (default: the setting) for every table; names of the new ones."""
    first = Month.of(moment)
    count = settings.PARTITION_MONTHS_AHEAD if ahead is None else ahead
    wanted = [(table, first.plus(n)) for n in range(count + 1) for table in settings.PARTITIONED_TABLES]
    with transaction.atomic():
        return [month.partition(table) for table, month in wanted if _make(table, month)]


def _make(table: str, month: Month) -> bool:
    """Of racing processes one makes it. The database's function does, as the owner: the web role makes no tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [month.partition(table)])
        if cursor.fetchone()[0]:
            return False
        # A statement of its own: only the next one sees what the process waited for has made.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT tb_make_month(%s, %s, %s, %s)", [table, month.partition(table), month.start, month.end])
        return bool(cursor.fetchone()[0])


def months_ahead(moment: datetime) -> int:
    """How many whole months after this one exist for every table; -1 when not even this month does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'")
        present = {row[0] for row in cursor.fetchall()}
    ahead = -1
    while all(Month.of(moment).plus(ahead + 1).partition(table) in present for table in settings.PARTITIONED_TABLES):
        ahead += 1
    return ahead
