"""A file of messages as a batch."""

from contextlib import suppress
from dataclasses import replace
from functools import partial

from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.accounts.queries.usage import ensure_fits, quota_exceeded, quota_of
from apps.transform.actions.submit_batch import submit_batch
from apps.transform.batch_files.columns import Mapped
from apps.transform.batch_files.reading import LIMITS, rows_of
from apps.transform.contracts import BatchSource, BatchView, BatchWanted, Item
from tonebridge.errors import QuotaExceeded, ValidationFailed
from tonebridge.tables.reading import count_rows, read_table


def import_batch(
    *, principal: Principal, content: bytes, name: str, mapping: Mapped, defaults: Item, reader_language: str
) -> BatchView:
    """`mapping`: field to column, where the columns' names don't tell; `defaults`: what holds where a row says nothing.

    The file is read as far as the day's quota goes, and of the rest the rows are counted, to say how many it has. Raises EmailNotVerified, ValidationFailed for a file that can't be read, and what
    `submit_batch` raises.
    """
    ensure_verified(principal, Privilege.IMPORTS)
    quota = quota_of(principal)
    ensure_fits(quota, 1)
    try:
        table = read_table(content, LIMITS, heed=partial(ensure_fits, quota))
        found = rows_of(table, mapping=mapping, defaults=defaults)
    except QuotaExceeded as error:
        raise _counted(error, content) from None
    wanted = BatchWanted(
        tuple(row.item for row in found.rows),
        BatchSource.FILE,
        name=name,
        reader_language=reader_language,
        columns=found.columns,
        cells=tuple(row.cells for row in found.rows) if found.columns else (),
    )
    return submit_batch(principal=principal, wanted=wanted)


def _counted(error: QuotaExceeded, content: bytes) -> QuotaExceeded:
    """The refusal with the number of all rows, where they can be counted."""
    assert error.figures is not None  # noqa: S101 - as `ensure_fits` raises it
    needed = None
    with suppress(ValidationFailed):
        needed = count_rows(content, LIMITS)
    return quota_exceeded(replace(error.figures, needed=needed))
