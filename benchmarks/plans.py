"""Which months PostgreSQL reads for a question of the product, by its own account (EXPLAIN ANALYZE)."""

import re
from collections.abc import Callable
from uuid import UUID

from django.db import connection

from apps.accounts.contracts import Principal
from apps.transform.contracts import HistoryFilter
from apps.transform.queries.history import history_page, transformation_of
from drills.vectors import noting
from tonebridge.rest.pagination import PageRequest, Position
from tonebridge.tenancy.identity import acting_for

TOLD = ", true); "
READ = re.compile(r"\bon (transformations_y\d+m\d+)\b.*\(actual")
"""A step of a plan that read a month. A month that was pruned has no step; one that wasn't needed says so."""


def months_of_page(principal: Principal, after: Position | None = None) -> set[str]:
    """Those read for a page of 20."""
    page = PageRequest(20, after, "history")
    return _months_read(principal, lambda: history_page(principal, HistoryFilter(), page))


def months_of_one(principal: Principal, transformation_id: UUID) -> set[str]:
    """Those read for one message."""
    return _months_read(principal, lambda: transformation_of(principal, transformation_id))


def _months_read(principal: Principal, work: Callable[[], object]) -> set[str]:
    statements: list[str] = []
    with acting_for(principal.organization_id):
        with connection.execute_wrapper(noting(statements)):
            work()
        return {month for each in statements if "transformations" in each for month in _read_by(each)}


def _read_by(noted: str) -> set[str]:
    statement = noted.rpartition(TOLD)[2]  # without the telling of the tenant in front of it
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) " + statement.replace("%", "%%"), [])
        lines = [str(row[0]) for row in cursor.fetchall()]
    return {found[1] for line in lines if (found := READ.search(line)) and "never executed" not in line}
