"""A process's database for tests: a copy of the session's migrated one (`tonebridge/devstack/template_database.py`)."""

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import creation

from tonebridge.devstack.template_database import TEMPLATE


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(
        self: Any, *args: Any, **wanted: Any
    ) -> str:  # Django's own words, and hooks that its stubs leave out
        """Migrate where there is none to copy: on a server of somebody else's, or when a migration fails, which is told here."""
        if wanted.get("keepdb") or not self._has_template():
            return str(super().create_test_db(*args, **wanted))
        self.connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE
        self._create_test_db(wanted["verbosity"], wanted["autoclobber"])
        name = str(self._get_test_db_name())
        self.connection.close()
        settings.DATABASES[self.connection.alias]["NAME"] = self.connection.settings_dict["NAME"] = name
        self.connection.ensure_connection()
        return name

    def _has_template(self: Any) -> bool:
        with self._nodb_cursor() as cursor:
            return bool(self._database_exists(cursor, TEMPLATE))
