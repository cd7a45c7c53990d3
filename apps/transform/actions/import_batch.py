"""A file of messages as a batch."""

from functools import partial

from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.accounts.queries.usage import ensure_fits, quota_left
from apps.transform.actions.submit_batch import submit_batch
from apps.transform.batch_files.columns import Mapped
from apps.transform.batch_files.reading import LIMITS, items_of
from apps.transform.contracts import BatchSource, BatchView, BatchWanted, Item
from tonebridge.tables.reading import read_table


def import_batch(
    *, principal: Principal, content: bytes, name: str, mapping: Mapped, defaults: Item, reader_language: str
) -> BatchView:
    """`mapping`: field to column, where the columns' names don't tell; `defaults`: what holds where a row says nothing.

    The file is read as far as the day's quota goes. Raises EmailNotVerified, ValidationFailed for a file that can't be read, and what
    `submit_batch` raises.
    """
    ensure_verified(principal, Privilege.IMPORTS)
    ensure_rows_fit = partial(ensure_fits, quota_left(principal))
    ensure_rows_fit(1)
    table = read_table(content, LIMITS, heed=ensure_rows_fit)
    items = items_of(table, mapping=mapping, defaults=defaults)
    wanted = BatchWanted(items, BatchSource.FILE, name=name, reader_language=reader_language)
    return submit_batch(principal=principal, wanted=wanted)
