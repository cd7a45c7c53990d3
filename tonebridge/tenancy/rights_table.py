"""The rights of the roles that own nothing, read from the database's own catalog."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
RIGHTS = """
    SELECT class.relname, role.rolname, verb,
           has_table_privilege(role.oid, class.oid, verb),
           ARRAY(SELECT attname::text FROM pg_attribute col WHERE col.attrelid = class.oid AND attnum > 0
                 AND verb IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                 AND NOT attisdropped AND has_column_privilege(role.oid, class.oid, attnum, verb) ORDER BY attname),
           ARRAY(SELECT attname::text FROM pg_attribute col WHERE col.attrelid = class.oid AND attnum > 0
                 AND NOT attisdropped ORDER BY attname)
    FROM pg_class class, pg_roles role, unnest(%s::text[]) AS verb
    WHERE class.relkind IN ('r', 'p') AND NOT class.relispartition
      AND class.relnamespace = 'public'::regnamespace AND role.rolname = ANY(%s)
"""


@dataclass
class TableRights:
    """What both roles may do with one table: verbs, with the columns where only some may be written, or all but some."""

    table: str
    web: str = ""
    system: str = ""


def rights_table() -> list[TableRights]:
    """All tables but months, by name. One query."""
    web, system = settings.DATABASE_WEB_ROLE, settings.DATABASE_SYSTEM_ROLE
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [list(VERBS), [web, system]])
        found = cursor.fetchall()
    rows = {name: TableRights(name) for name in sorted({row[0] for row in found})}
    for name, role, verb, whole, columns, present in sorted(found, key=lambda row: VERBS.index(row[2])):
        if whole or columns:
            word = verb.lower() if whole else f"{verb.lower()} ({_named(columns, present)})"
            side = "web" if role == web else "system"
            setattr(rows[name], side, ", ".join(filter(None, [getattr(rows[name], side), word])))
    return list(rows.values())


def _named(columns: list[str], present: list[str]) -> str:
    """Whichever are fewer: the columns, or those that are left out."""
    others = [column for column in present if column not in columns]
    return ", ".join(columns) if len(columns) <= len(others) else f"all but {', '.join(others)}"
