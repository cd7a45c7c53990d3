"""The database as a dump would show it: every table's rows, as PostgreSQL writes them out."""

import re
from hashlib import sha256
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection

TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"

BEFORE, AFTER = r"(?:(?<![\w-])|(?<=\\[bfnrtv]))", r"(?![\w-])"
"""No sign of base64 stands on either side; a line break is written as `\\n`, whose letter may."""


def tables_with(marker: str) -> list[str]:
    """The tables in whose rows the marker stands as a word, in any case.

    Within a longer run of ASCII letters it is chance: what is compressed, sealed or hashed holds any three of them now and then.
    """
    word = re.compile(rf"{BEFORE}{re.escape(marker)}{AFTER}", re.ASCII | re.IGNORECASE)
    return [name for name, rows in dump().items() if word.search(rows)]


def sessions_of(user_id: UUID) -> int:
    """How many sessions of pages are theirs. What is in them is compressed, so no marker is found there."""
    return sum(each.get_decoded().get(SESSION_KEY) == str(user_id) for each in Session.objects.all())


def dump() -> dict[str, str]:
    """Rows by table, partitions each on their own."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return {name: _rows(cursor, name) for (name,) in cursor.fetchall()}


def fingerprints(organization_id: object) -> dict[str, str]:
    """A digest a table of the rows in which the organization's id stands."""
    return {
        name: sha256("\n".join(line for line in rows.splitlines() if str(organization_id) in line).encode()).hexdigest()
        for name, rows in dump().items()
    }


def _rows(cursor: object, name: str) -> str:
    with cursor.copy(f'COPY "{name}" TO STDOUT') as copy:  # type: ignore[attr-defined]  # psycopg's, behind Django's
        return b"".join(copy).decode()
