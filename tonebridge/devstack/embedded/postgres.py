"""Embedded PostgreSQL with pgvector: a cluster of our own, in the foreground, reached through a private Unix socket.

Three roles, as on a real server: the owner has the tables and migrates them, the web role serves requests, the system
role does named tasks; both own nothing. None is a superuser or steps round row security. `vector` needs a superuser to install and therefore waits
in template1.
"""

import hashlib
import os
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tonebridge.devstack.embedded.binaries import postgres_tools, within_reach
from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.supervision.account import Account, own_folder
from tonebridge.devstack.supervision.process import run_to_end
from tonebridge.devstack.supervision.program import Program
from tonebridge.devstack.supervision.waiting import Pause

SUPERUSER, OWNER, DATABASE = "postgres", "tonebridge", "tonebridge"
SYSTEM, WEB = "tonebridge_system", "tonebridge_web"
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100
"""Bytes. The system's limit is 107 on Linux, 103 on macOS."""

INITDB = (
    "--auth-local=trust",  # the socket lies in a folder that only its owner enters
    "--auth-host=reject",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SERVE = ("listen_addresses=", "max_connections=100", "shared_buffers=256MB", "timezone=UTC")
"""`synchronous_commit` stays on: off is twice as fast, and lost the last 1,000 to 2,000 acknowledged rows of a server
that was killed while 8 clients wrote 20,000 a second; on lost none."""

THROWAWAY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "min_wal_size=32MB",  # what a copy of it carries
)
"""For tests: the cluster dies with the session."""


@dataclass(frozen=True)
class Cluster:
    """Where one cluster lives and what runs it."""

    tools: Path
    data: Path
    sockets: Path
    logs: Path
    account: Account | None
    throwaway: bool = False

    @property
    def url(self) -> str:
        """For requests."""
        return self.url_as(WEB, DATABASE)

    @property
    def system_url(self) -> str:
        """For named tasks of the system."""
        return self.url_as(SYSTEM, DATABASE)

    @property
    def owner_url(self) -> str:
        """For migrations."""
        return self.url_as(OWNER, DATABASE)

    def url_as(self, role: str, database: str) -> str:
        return f"postgresql://{role}@{quote(str(self.sockets), safe='')}/{database}"


def embedded_cluster(home: Path, logs: Path, account: Account | None, *, throwaway: bool = False) -> Cluster:
    """The cluster of `home`. Raises CannotStart without programs, OSError without room."""
    program = postgres_tools() / "postgres"
    program = within_reach(program, program.parents[1], account, home)
    return Cluster(program.parent, home / "postgres", _socket_folder(home, account), logs, account, throwaway)


def create(cluster: Cluster, pause: Pause = time.sleep) -> None:
    """Make the folder of data unless it is there. Raises CannotStart, also for another version's data."""
    version = cluster.data / "PG_VERSION"
    if version.exists():
        _require_same_version(cluster, version.read_text().strip(), pause)
    else:
        _initialise(cluster, pause)


def program(cluster: Cluster) -> Program:
    """How to run it. SIGINT is its "fast" stop; SIGTERM would wait for every client to leave."""
    settings = (*SERVE, *(THROWAWAY if cluster.throwaway else ()))
    options = [part for setting in settings for part in ("-c", setting)]
    command = (str(cluster.tools / "postgres"), "-D", str(cluster.data), "-k", str(cluster.sockets), *options)
    log = cluster.logs / "postgres.log"
    return Program("postgres", command, log, account=cluster.account, stop_signal=signal.SIGINT, grace_s=15)


def answers(cluster: Cluster) -> bool:
    """Does it take connections?"""
    import psycopg  # loads while the server starts

    try:
        psycopg.connect(cluster.url_as(SUPERUSER, "postgres"), connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(cluster: Cluster, name: str = DATABASE) -> None:
    """Make roles and database unless they are there. A cluster of an older version gets the role it lacks."""
    _create_role(cluster, OWNER, "LOGIN CREATEDB")
    for role in (WEB, SYSTEM):  # the owner may act as one of them, never the other way round
        _create_role(cluster, role, f"LOGIN ROLE {OWNER}")
    if _execute(cluster, "postgres", "SELECT 1 FROM pg_database WHERE datname = %s", name):
        return
    _execute(cluster, "template1", "CREATE EXTENSION IF NOT EXISTS vector")
    _execute(cluster, "postgres", f"CREATE DATABASE {name} OWNER {OWNER}")


def drop_database(cluster: Cluster, name: str) -> None:
    """Whoever is connected to it."""
    _execute(cluster, "postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _create_role(cluster: Cluster, role: str, rights: str) -> None:
    if not _execute(cluster, "postgres", "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        _execute(cluster, "postgres", f"CREATE ROLE {role} {rights}")


def _execute(cluster: Cluster, database: str, statement: str, *values: str) -> bool:
    """Run it; did it give a row?"""
    import psycopg

    with psycopg.connect(cluster.url_as(SUPERUSER, database), autocommit=True, connect_timeout=3) as connection:
        return connection.execute(statement.encode(), values or None).rowcount > 0


def _initialise(cluster: Cluster, pause: Pause) -> None:
    # Made beside and moved: a start that was cut short leaves nothing that looks finished.
    partial = cluster.data.with_name("postgres.new")
    shutil.rmtree(partial, ignore_errors=True)
    own_folder(partial, cluster.account)
    sync = ("--no-sync",) if cluster.throwaway else ()
    command = (str(cluster.tools / "initdb"), "-D", str(partial), "-U", SUPERUSER, *INITDB, *sync)
    run_to_end(
        Program("initdb", command, cluster.logs / "initdb.log", account=cluster.account), within_s=120, pause=pause
    )
    partial.rename(cluster.data)


def _require_same_version(cluster: Cluster, found: str, pause: Pause) -> None:
    log = cluster.logs / "postgres-version.log"
    log.unlink(missing_ok=True)
    command = (str(cluster.tools / "postgres"), "--version")
    version = Program("postgres --version", command, log, account=cluster.account)
    run_to_end(version, within_s=20, pause=pause)
    ours = version.last_words().rpartition(" ")[2].partition(".")[0]
    if ours != found:
        raise CannotStart(
            f"{cluster.data} was made by PostgreSQL {found}, and this is {ours}: "
            "move the folder away to begin anew, or name the older programs in TONEBRIDGE_PG_BIN."
        )


def _socket_folder(home: Path, account: Account | None) -> Path:
    folder = home / "sockets"
    if len(os.fsencode(folder / SOCKET_FILE)) <= LONGEST_SOCKET_PATH:
        return own_folder(folder, account)
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return _own_or_refuse(Path(tempfile.gettempdir()) / f"tonebridge-{mark}", account)


def _own_or_refuse(folder: Path, account: Account | None) -> Path:
    """In a place where everyone may write, somebody else could have made it first."""
    wanted = account.uid if account else os.geteuid()
    if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in {wanted, os.geteuid()}):
        raise CannotStart(f"{folder} belongs to somebody else: remove it, or set TONEBRIDGE_RUN_DIR to a shorter path.")
    return own_folder(folder, account)
