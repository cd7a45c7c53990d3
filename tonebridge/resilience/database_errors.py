"""What an error of the database means to whoever asked. One place for those who answer with it and those who go on without."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import Unavailable
from tonebridge.telemetry.logs import class_name

log = logging.getLogger(__name__)
GOING, COMING = "57P", "08"
"""Classes of what a server says that is going down or coming up, and of connections that break."""
IN_USE = frozenset({"55P03", "40P01", "40001"})
"""A lock that wasn't to be had in time, a deadlock, and two transactions that can't both have been first."""
READ_ONLY = "25006"
Trouble = Literal["away", "refusing", "in use"]


def trouble_of(error: BaseException) -> Trouble | None:
    """`away`: there is no connection. `in use`: somebody else changes the same. `refusing`: full, read-only, too slow. None: the
    database is well, and was asked for something wrong.
    """
    state = _state_of(error)
    if state in IN_USE:
        return "in use"
    if not isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError):
        return "refusing" if state == READ_ONLY else None
    return "away" if state is None or state.startswith((GOING, COMING)) else "refusing"


SAID: Mapping[Trouble, tuple[int, str]] = {
    "away": (logging.ERROR, "database away"),
    "refusing": (logging.ERROR, "database refuses work"),
    "in use": (logging.INFO, "database row or lock in use"),  # nothing for those who run the product
}


def log_trouble(error: Exception, trouble: Trouble) -> None:
    """What those who run the product read of it."""
    level, said = SAID[trouble]
    log.log(level, said, extra={"error": class_name(error.__cause__ or error)})


def in_use() -> Unavailable:
    """What the caller is told who met somebody else at work."""
    return Unavailable(_("Someone else is changing this right now. Try again in a moment."), retry_after_s=1)


@contextmanager
def unavailable_when_in_use() -> Iterator[None]:
    """Raises Unavailable where the block has waited too long for somebody else, so that a form can say so and keep what it holds."""
    try:
        yield
    except DatabaseError as error:
        if trouble_of(error) == "in use":
            log_trouble(error, "in use")
            raise in_use() from error
        raise


def _state_of(error: BaseException) -> str | None:
    if not isinstance(error, DatabaseError | InterfaceError | psycopg.Error):
        return None
    state: str | None = getattr(error.__cause__ or error, "sqlstate", None)
    return state
