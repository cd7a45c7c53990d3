"""`manage.py database_rights`: what each role may do with each table, as a document."""

from typing import Any

from django.core.management.base import BaseCommand

from tonebridge.tenancy.rights_table import TableRights, rights_table

HEAD = """\
# Rights in the database

*Written by `manage.py database_rights` from the catalog; a test compares.*

Neither role owns anything: no table can be changed, truncated or dropped by them, and row security holds for both. Months
of a partitioned table can't be reached by name, only through their table. The owner's login is for `manage.py migrate`.

| table | web role: requests, jobs of an organization | system role: named tasks, the administration |
|---|---|---|"""


class Command(BaseCommand):
    help = "Print what the web role and the system role may do with each table (docs/database-rights.md)."

    def handle(self, *args: Any, **options: Any) -> None:  # what Django parsed
        self.stdout.write("\n".join([HEAD, *(_line(row) for row in rights_table())]))


def _line(row: TableRights) -> str:
    return f"| `{row.table}` | {row.web or '–'} | {row.system or '–'} |"
