"""An insert into a missing month heals itself."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from tonebridge.partitions.ensure import ensure_months

CHECK_VIOLATION = "23514"
Result = TypeVar("Result")


def in_existing_month(moment: datetime, insert: Callable[[], Result]) -> Result:
    """Run `insert`; where its month has no partition, make the month and run it once more.

    Runs in a savepoint, so a caller's transaction stays usable. Any other IntegrityError is the caller's.
    """
    try:
        with transaction.atomic():
            return insert()
    except IntegrityError as error:
        if not _is_missing_partition(error):
            raise
    ensure_months(moment, ahead=0)
    return insert()


def _is_missing_partition(error: IntegrityError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) == CHECK_VIOLATION and "no partition of relation" in str(error)
