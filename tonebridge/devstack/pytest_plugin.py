"""Servers for a test session: one PostgreSQL and one Valkey in a folder that goes away with it.

pytest-django reads settings before any conftest.py, so the addresses are in the environment as soon as this module is
imported; the servers start once pytest is set to run tests. `TEST_DATABASE_URL`, `TEST_REDIS_URL` name others to use:
the database by its owner, who may create databases and is a member of roles `tonebridge_web` and `tonebridge_system`.

With `-n 2` (pytest-xdist) the session's workers share the servers: each has a database of its own by pytest-django, and
here a numbered one in Valkey.
"""

import atexit
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from tonebridge.devstack import secrets
from tonebridge.devstack.session_servers import SessionServers


def numbered(url: str, worker: str) -> str:
    """The address of a worker's own numbered database: the first is left to the session."""
    return f"{url.rpartition('/')[0]}/{int(worker.removeprefix('gw')) + 1}"


PARALLEL_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
"""A worker, such as `gw0`, inherits the addresses of the session that started it."""

SHORT_BITS = 2048
"""Of the key that signs the session's tokens: with one of full length each signature takes three times as long, and most tests sign some."""


def make_secrets(run_dir: Path) -> None:
    """Those that every process of the session reads."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(secrets, "RSA_BITS", SHORT_BITS)
        secrets.development_secrets(run_dir)


SERVERS = None if PARALLEL_WORKER else SessionServers()
if PARALLEL_WORKER:
    os.environ["REDIS_URL"] = numbered(os.environ["REDIS_URL"], PARALLEL_WORKER)
if SERVERS:
    SERVERS.name_in_environment()
    make_secrets(SERVERS.home)
    atexit.register(SERVERS.stop)  # also when pytest ends before it is configured, as for a mistyped option


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Generator[None, object, object]:
    """Start the servers, unless pytest only lists: after pytest-xdist has started its workers, which collect meanwhile."""
    found = yield
    if SERVERS and not session.config.option.collectonly:
        SERVERS.start()
    return found


def pytest_unconfigure() -> None:
    """Stop them."""
    if SERVERS:
        SERVERS.stop()
