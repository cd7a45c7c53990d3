"""The migration operation that lets a table tell of its changes."""

from django.db import migrations

TELLING = """
CREATE OR REPLACE FUNCTION tb_tell_{column}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify(
        'tb_changes', TG_ARGV[0] || ':' || CASE WHEN TG_OP = 'DELETE' THEN OLD.{column} ELSE NEW.{column} END
    );
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER {name} AFTER {on} ON {table} FOR EACH ROW EXECUTE FUNCTION tb_tell_{column}('{kind}')
"""


def tell(
    table: str, kind: str, *, column: str = "organization_id", on: str = "INSERT OR UPDATE OR DELETE"
) -> migrations.RunSQL:
    """Notify `kind:<column>` with each commit that changes a row. `on`: which changes, as SQL has it."""
    names = {
        "table": table,
        "kind": kind,
        "column": column,
        "on": on,
        "name": f"{table}_tell_{kind}",
    }  # from migrations
    return migrations.RunSQL(
        [TELLING.format(**names), TRIGGER.format(**names)],
        f"DROP TRIGGER {names['name']} ON {table}",
    )
