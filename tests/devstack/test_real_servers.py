"""Against servers that the distribution brings: PostgreSQL 17 with pgvector, reached by TCP and password, and Valkey."""

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.devstack.stack import Stack
from tests.waiting import until
from tonebridge.devstack.embedded import valkey
from tonebridge.devstack.embedded.ports import free_port
from tonebridge.devstack.supervision.account import own_folder, server_account
from tonebridge.devstack.supervision.process import Process, run_to_end
from tonebridge.devstack.supervision.program import Program

POSTGRES = Path("/usr/lib/postgresql/17/bin")
VECTOR = Path("/usr/share/postgresql/17/extension/vector.control")
VALKEY = shutil.which("valkey-server")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (VECTOR.exists() and (POSTGRES / "postgres").exists() and VALKEY),
        reason="Debian's postgresql-17, postgresql-17-pgvector and valkey-server are not installed",
    ),
]


@pytest.fixture
def database_url(open_folder: Path) -> Iterator[str]:
    """A cluster as an administrator would leave it: a role without privileges that owns a database with `vector`."""
    account, port = server_account(), free_port()
    data, sockets = own_folder(open_folder / "pg17", account), own_folder(open_folder / "s", account)
    initdb = (
        str(POSTGRES / "initdb"),
        "-D",
        str(data),
        "-U",
        "admin",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
    )
    logs = open_folder / "logs"
    run_to_end(Program("initdb", (*initdb, "--no-sync"), logs / "initdb.log", account=account), within_s=60)
    settings = ("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", str(sockets), "-p", str(port))
    command = (str(POSTGRES / "postgres"), "-D", str(data), *settings)
    server = Process(Program("pg17", command, logs / "pg17.log", account=account, stop_signal=signal.SIGINT))
    admin = f"host={sockets} port={port} user=admin dbname=postgres"
    server.await_ready(lambda: answers(admin), within_s=30)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE product LOGIN PASSWORD 'p@ss/word'")
        connection.execute("CREATE DATABASE product OWNER product")
    with psycopg.connect(admin.replace("dbname=postgres", "dbname=product")) as connection:
        connection.execute("CREATE EXTENSION vector")
    yield f"postgres://product:p%40ss%2Fword@127.0.0.1:{port}/product"
    server.stop()


@pytest.fixture
def redis_url(open_folder: Path) -> Iterator[str]:
    account = server_account()
    data = own_folder(open_folder / "valkey", account)
    keeper = valkey.Keeper("debian", Path(VALKEY or ""), data, open_folder / "logs", account, valkey.THROWAWAY)
    server = Process(valkey.program(keeper))
    server.await_ready(lambda: valkey.answers(keeper), within_s=10)
    yield keeper.url
    server.stop()


def answers(conninfo: str) -> bool:
    try:
        psycopg.connect(conninfo).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_product_runs_on_given_servers_and_starts_none(
    stack: Callable[..., Stack], database_url: str, redis_url: str
) -> None:
    up = stack(DATABASE_URL=database_url, REDIS_URL=redis_url)
    up.await_ready()
    assert set(up.pids()) == {"web", "worker", "bulk worker", "beat"}
    until(lambda: up.missing() == [], within_s=5)
    with psycopg.connect(database_url) as connection:
        migrated = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    assert migrated and migrated[0] > 0
    assert up.interrupt()[0] == 0
    assert (up.run_dir / "demo.json").exists()
