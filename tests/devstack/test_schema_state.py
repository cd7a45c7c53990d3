"""When the step `migrate` may be skipped."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tonebridge.devstack.schema_state import is_current, mark_current

TABLE = "CREATE TABLE django_migrations (id serial, app text, name text)"
ROW = "INSERT INTO django_migrations (app, name) VALUES ('accounts', '0001_initial')"


@pytest.fixture
def database() -> Iterator[str]:
    """An empty database of its own."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE schema_state")
        yield server.rpartition("/")[0] + "/schema_state"
        connection.execute("DROP DATABASE schema_state WITH (FORCE)")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "apps" / "accounts" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_initial.py").write_text("operations = []")
    (tmp_path / "requirements.txt").write_text("Django==5.2.19")
    return tmp_path


def execute(database: str, *statements: str) -> None:
    with psycopg.connect(database) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture
def migrated(database: str, checkout: Path) -> str:
    execute(database, TABLE, ROW)
    mark_current(database, checkout)
    return database


def test_an_empty_database_is_not_current(database: str, checkout: Path) -> None:
    assert not is_current(database, checkout)


def test_a_database_somebody_else_migrated_is_not_known_to_be_current(database: str, checkout: Path) -> None:
    execute(database, TABLE, ROW)
    assert not is_current(database, checkout)


def test_after_migrating_it_is_current(migrated: str, checkout: Path) -> None:
    assert is_current(migrated, checkout)


def test_a_new_migration_makes_it_old(migrated: str, checkout: Path) -> None:
    (checkout / "apps" / "accounts" / "migrations" / "0002_more.py").write_text("operations = []")
    assert not is_current(migrated, checkout)


def test_an_edited_migration_makes_it_old(migrated: str, checkout: Path) -> None:
    (checkout / "apps" / "accounts" / "migrations" / "0001_initial.py").write_text("operations = [1]")
    assert not is_current(migrated, checkout)


def test_another_version_of_a_package_makes_it_old(migrated: str, checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("Django==5.2.20")
    assert not is_current(migrated, checkout)


def test_a_migration_taken_back_by_hand_makes_it_old(migrated: str, checkout: Path) -> None:
    execute(migrated, "DELETE FROM django_migrations")
    assert not is_current(migrated, checkout)
