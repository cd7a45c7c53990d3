"""Named tasks of the system, which see every tenant's rows: through a connection of their own.

Where `DATABASE_SYSTEM_URL` or `DATABASE_OWNER_URL` names another role, the thread's default connection is that one's
inside the block, so that models, cursors and `transaction.atomic` need no telling. Row security stays forced for both:
it is the setting `tb.system`, which only their policy heeds, that opens the tables.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from tonebridge.tenancy.identity import SYSTEM, acting_as, current

OWNER, SYSTEMS = "owner", "system"
"""The aliases of both connections. Processes that serve know only the second; where neither is, one role plays all."""

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
    with acting_as(SYSTEM), _own_connection():
        yield


def _refuse_transaction() -> None:
    # A test case's own transaction is no one's work: Django marks its blocks.
    blocks = connections[DEFAULT_DB_ALIAS].atomic_blocks
    if any(not getattr(block, "_from_testcase", False) for block in blocks):
        raise RuntimeError("a task of the system begins outside of any transaction")


@contextmanager
def _own_connection() -> Iterator[None]:
    alias = next((each for each in (OWNER, SYSTEMS) if each in settings.DATABASES), None)
    if alias is None:
        yield
        return
    ours, systems = connections[DEFAULT_DB_ALIAS], connections[alias]
    connections[DEFAULT_DB_ALIAS] = systems
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = ours
        systems.close()
