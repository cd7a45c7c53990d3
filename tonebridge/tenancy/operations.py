"""The migration operation that gives a table to its tenants."""

from django.db import migrations


def isolate(table: str, *, column: str = "organization_id") -> migrations.RunSQL:
    """Force row security on the table and on each of its partitions: a row is its organization's, by `column`.

    The migration depends on `("tenancy", "0001_row_security")`.
    """
    return migrations.RunSQL(
        f"SELECT tb_isolate('{table}', '{column}')", f"SELECT tb_expose('{table}')"
    )  # names from migrations
