"""While a new version is rolled out, processes of the one before still write: rows without the new columns."""

from collections.abc import Iterator

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AddField, AlterField, CreateModel
from django.db.models import NOT_PROVIDED

OURS = ("apps.", "tonebridge.")
BEFORE_THE_FIRST_RELEASE = "no process runs that doesn't know it: it came before anything was released"
KNOWN_TO_ALL = {
    "accounts.organization.no_training": BEFORE_THE_FIRST_RELEASE,
    "accounts.organization.legal_hold": BEFORE_THE_FIRST_RELEASE,
    "accounts.user.session_version": BEFORE_THE_FIRST_RELEASE,
    "accounts.apikey.requires_signature": BEFORE_THE_FIRST_RELEASE,
}


def later_columns(loader: MigrationLoader, migration: Migration) -> Iterator[tuple[str, str]]:
    """Model and field of each column that is added, or begins to be demanded, in a table that was there before."""
    made = {operation.name.lower() for operation in migration.operations if isinstance(operation, CreateModel)}
    for operation in migration.operations:
        if isinstance(operation, AddField | AlterField) and operation.model_name.lower() not in made:
            is_new = isinstance(operation, AddField) or _was_optional(loader, migration, operation)
            yield from [(operation.model_name.lower(), operation.name)] if is_new else []


def _was_optional(loader: MigrationLoader, migration: Migration, operation: AlterField) -> bool:
    before = loader.project_state((migration.app_label, migration.name), at_end=False)
    return bool(before.models[migration.app_label, operation.model_name.lower()].fields[operation.name].null)


def demanded_of_old_processes() -> set[str]:
    """Columns that came later, may not be empty, and that the database doesn't fill in by itself."""
    loader = MigrationLoader(None)
    now = loader.project_state()
    found = set()
    for (app, _name), migration in loader.disk_migrations.items():
        if type(migration).__module__.startswith(OURS):
            for model, name in later_columns(loader, migration):
                field = now.models[app, model].fields.get(name) if (app, model) in now.models else None
                if field and not field.null and not field.many_to_many and not _fills_itself(field):
                    found.add(f"{app}.{model}.{name}")
    return found


def _fills_itself(field: object) -> bool:
    return getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED or getattr(field, "generated", False)


def test_a_column_that_comes_later_may_be_left_out() -> None:
    assert demanded_of_old_processes() == set(KNOWN_TO_ALL)
