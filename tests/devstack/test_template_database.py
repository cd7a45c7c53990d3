"""The database that others are copies of: migrated as ever, and made anew as soon as what it is made of changes."""

import ast
import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
from django.db import connection

from tonebridge.devstack import template_database
from tonebridge.devstack.embedded import postgres
from tonebridge.devstack.embedded.postgres import Cluster
from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.places import CHECKOUT
from tonebridge.devstack.schema_state import MARK, ROWS
from tonebridge.devstack.template_database import FILES, TEMPLATE, name_of
from tonebridge.resilience import clock

with_template = pytest.mark.skipif(
    bool(os.environ.get("TEST_DATABASE_URL")), reason="a server of somebody else's has none"
)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = postgres.embedded_cluster(tmp_path, tmp_path / "logs", None)
    yield made
    shutil.rmtree(made.sockets, ignore_errors=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for file in covered():
        copy = tmp_path / "checkout" / file.relative_to(CHECKOUT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return tmp_path / "checkout"


def covered() -> set[Path]:
    return {file for pattern in FILES for file in CHECKOUT.glob(pattern)}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_every_module_of_ours_that_a_migration_imports_decides_on_its_name() -> None:
    migrations = [file for file in covered() if file.parent.name == "migrations"]
    modules = {name for file in migrations for name in imported(file) if name.startswith(("apps.", "tonebridge."))}
    files = {CHECKOUT / f"{name.replace('.', '/')}.py" for name in modules}
    assert len(files) > 5
    assert {file for file in files if file not in covered()} == set()


def test_as_long_as_nothing_changes_its_name_stays(cluster: Cluster, checkout: Path) -> None:
    assert name_of(cluster, checkout) == name_of(cluster, CHECKOUT)


@pytest.mark.parametrize(
    "file",
    [
        "apps/accounts/migrations/0002_seed_plans.py",
        "apps/accounts/models/user.py",
        "constraints.txt",
        "tonebridge/tenancy/rights.py",
        "tonebridge/queues/migrations/0099_new.py",
    ],
)
def test_another_word_in_what_it_is_made_of_gives_it_another_name(cluster: Cluster, checkout: Path, file: str) -> None:
    before = name_of(cluster, checkout)
    with (checkout / file).open("a") as changed:
        changed.write("# another word\n")
    assert name_of(cluster, checkout) != before


def test_the_next_month_gives_it_another_name(cluster: Cluster, checkout: Path) -> None:
    before = name_of(cluster, checkout)
    with clock.frozen(next_month()):
        assert name_of(cluster, checkout) != before


def next_month() -> datetime:
    return clock.now().replace(day=28) + timedelta(days=4)


@with_template
@pytest.mark.django_db
def test_tests_run_in_a_copy_of_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MARK)
        mark = cursor.fetchone()[0]
        cursor.execute(ROWS)
        assert mark.endswith(f" {cursor.fetchone()[0]}"), "as it was marked when it was migrated"


@pytest.fixture
def serving(tmp_path: Path) -> Cluster:
    """The session's."""
    sockets = Path(unquote(urlsplit(os.environ["DATABASE_URL"]).netloc.rpartition("@")[2]))
    return Cluster(tmp_path, tmp_path, sockets, tmp_path / "logs", None)


def databases() -> set[str]:
    with psycopg.connect(os.environ["DATABASE_URL"]) as server:
        return {name for (name,) in server.execute("SELECT datname FROM pg_database")}


@with_template
def test_where_migrating_fails_none_is_left(serving: Cluster) -> None:
    with pytest.raises(CannotStart, match="migrate failed"):
        template_database.make(serving, {**os.environ, "TONEBRIDGE_DB_POOL": "no flag"}, "half_made")
    assert TEMPLATE in databases()
    assert "half_made" not in databases()
