"""Is the database as this checkout's migrations would leave it? Known without starting Django, which takes seconds.

The answer lies in the database, as a comment on its table of migrations: a fingerprint of the files, and one of the
rows, so a database made anew and a migration taken back by hand are both noticed.
"""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

from tonebridge.devstack.places import CHECKOUT
from tonebridge.fingerprints import fingerprint_of

if TYPE_CHECKING:
    import psycopg

FILES = (
    "apps/*/migrations/*.py",
    "tonebridge/*/migrations/*.py",
    "tonebridge/tenancy/rights.py",  # granted after each migrate
    "requirements.txt",
    "constraints.txt",
)
"""Django's own migrations, and those of other packages, come with the pinned versions."""

ROWS = "SELECT md5(coalesce(string_agg(app || '.' || name, ',' ORDER BY id), '')) FROM django_migrations"
MARK = "SELECT obj_description(to_regclass('django_migrations'), 'pg_class')"


def is_current(database_url: str, checkout: Path = CHECKOUT) -> bool:
    """Nothing to migrate? Raises psycopg.Error when the database is out of reach."""
    with _connected(database_url) as connection:
        mark = _value(connection, MARK)
        return bool(mark) and mark == _present_state(connection, checkout)


def mark_current(database_url: str, checkout: Path = CHECKOUT) -> None:
    """Everything was just migrated. Where the role may not comment on the table, the next start migrates again."""
    import psycopg
    from psycopg import sql

    with suppress(psycopg.errors.InsufficientPrivilege), _connected(database_url) as connection:
        state = sql.Literal(_present_state(connection, checkout))
        connection.execute(sql.SQL("COMMENT ON TABLE django_migrations IS {}").format(state))


def _present_state(connection: "psycopg.Connection", checkout: Path) -> str:
    return f"{_fingerprint(checkout)} {_value(connection, ROWS)}"


def _fingerprint(checkout: Path) -> str:
    return fingerprint_of((file for pattern in FILES for file in checkout.glob(pattern)), checkout)


def _connected(database_url: str) -> "psycopg.Connection":
    import psycopg

    return psycopg.connect(database_url, connect_timeout=3)


def _value(connection: "psycopg.Connection", question: LiteralString) -> str:
    row = connection.execute(question).fetchone()
    return str(row[0] or "") if row else ""
