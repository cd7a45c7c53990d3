"""Named tasks of the system, which see every tenant's rows: through the owner's connection.

Where `DATABASE_OWNER_URL` names another role, the thread's default connection is the owner's inside the block, so that
models, cursors and `transaction.atomic` need no telling. Row security stays forced for the owner, too: it is the
setting `tb.system`, which only the owner's policy heeds, that opens the tables.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from tonebridge.tenancy.identity import SYSTEM, acting_as, current

OWNER = "owner"
"""The alias of the owner's connection; missing where one role plays both."""

logger = logging.getLogger(__name__)


@contextmanager
def as_system(task: str) -> Iterator[None]:
    """Act as the system inside the block; `task` says for what. Inside another such block, nothing changes.

    Raises RuntimeError inside a transaction: its rows can't be seen from another connection.
    """
    if current().is_system:
        yield
        return
    _refuse_transaction()
    logger.debug("tenancy.system", extra={"task": task})
    with acting_as(SYSTEM), _owners_connection():
        yield


def _refuse_transaction() -> None:
    # A test case's own transaction is no one's work: Django marks its blocks.
    blocks = connections[DEFAULT_DB_ALIAS].atomic_blocks
    if any(not getattr(block, "_from_testcase", False) for block in blocks):
        raise RuntimeError("a task of the system begins outside of any transaction")


@contextmanager
def _owners_connection() -> Iterator[None]:
    if OWNER not in settings.DATABASES:
        yield
        return
    ours, owners = connections[DEFAULT_DB_ALIAS], connections[OWNER]
    connections[DEFAULT_DB_ALIAS] = owners
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = ours
        owners.close()
