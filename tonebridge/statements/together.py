"""Writes of several rooms as one statement: one trip, one transaction of its own where there is none around it.

A `Part` is one data-modifying common table expression. It takes its rows from another part (`after`), so it happens only
where that one did: what a charge refuses is never recorded, and no error has to take anything back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model


@dataclass(frozen=True)
class Part:
    """An expression under its name, with the values of its placeholders. Each of its rows counts as one."""

    name: str
    sql: str
    values: Sequence[Any]  # whatever the driver takes


def insertion(name: str, row: Model, *, after: str = "") -> Part:
    """INSERT of a new row, where `after` has happened; always where it names none. Values are the fields' own."""
    kind = type(row)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in _fields(kind)]
    return Part(name, _insert(kind, after), values)


def execute_together(parts: Sequence[Part]) -> dict[str, int]:
    """Run them as one statement; how many rows each has written. Parts see the tables as they were before."""
    named = ", ".join(f"{part.name} AS ({part.sql})" for part in parts)
    counts = ", ".join(f"(SELECT count(*) FROM {part.name})" for part in parts)  # noqa: S608 - from code  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} SELECT {counts}", [value for part in parts for value in part.values])
        return dict(zip((part.name for part in parts), cursor.fetchone(), strict=True))


@cache
def _fields(kind: type[Model]) -> "tuple[Field[Any, Any], ...]":
    """Those with a column that the database doesn't number by itself."""
    return tuple(field for field in kind._meta.concrete_fields if not getattr(field, "db_returning", False))


@cache
def _insert(kind: type[Model], after: str) -> str:
    fields = _fields(kind)
    columns, values = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    source = f" FROM {after}" if after else ""
    return f'INSERT INTO "{kind._meta.db_table}" ({columns}) SELECT {values}{source} RETURNING 1'
