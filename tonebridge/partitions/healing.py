"""An insert into a missing month heals itself."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, connection, transaction

from tonebridge.partitions.ensure import ensure_months

CHECK_VIOLATION = "23514"
Result = TypeVar("Result")


def in_existing_month(moment: datetime, insert: Callable[[], Result], *, one_statement: bool = False) -> Result:
    """Run `insert`; where its month has no partition, make the month and run it once more.

    Runs in a savepoint, so a caller's transaction stays usable; `one_statement` needs none where there is no transaction.
    Any other IntegrityError is the caller's.
    """
    alone = one_statement and not connection.in_atomic_block
    try:
        with nullcontext() if alone else transaction.atomic():
            return insert()
    except IntegrityError as error:
        if not _is_missing_partition(error):
            raise
    ensure_months(moment, ahead=0)
    return insert()


def _is_missing_partition(error: IntegrityError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) == CHECK_VIOLATION and "no partition of relation" in str(error)
