"""Servers for a test session: one PostgreSQL and one Valkey in a folder that goes away with it.

pytest-django reads settings before any conftest.py, so the addresses are in the environment as soon as this module is
imported; the servers start once pytest is set to run tests. `TEST_DATABASE_URL`, `TEST_REDIS_URL` name others to use:
the database by its owner, who may create databases and is a member of a role `tonebridge_web`.
"""

import atexit
import os
from collections.abc import Callable

import pytest

from tonebridge.devstack.embedded import postgres, valkey
from tonebridge.devstack.embedded.account import server_account
from tonebridge.devstack.session_folder import SessionFolder
from tonebridge.devstack.supervision.process import Process
from tonebridge.devstack.supervision.program import Program

OVERRIDDEN = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CACHE_URL", "BROKER_URL", "TONEBRIDGE_RUN_DIR")
START_S = 30
PARALLEL_WORKER = "PYTEST_XDIST_WORKER" in os.environ
"""A worker inherits the addresses of the session that started it."""


class SessionServers:
    """The servers of one session. Made without starting anything: it only knows where they will listen."""

    def __init__(self) -> None:
        self._folder = SessionFolder()
        self.home = home = self._folder.path
        logs, account = home / "logs", server_account()
        self.cluster = postgres.embedded_cluster(home, logs, account, throwaway=True)
        self.keeper = valkey.embedded_keeper("valkey", home, logs, account, valkey.THROWAWAY)
        self.database_url = os.environ.get("TEST_DATABASE_URL") or self.cluster.owner_url
        self.redis_url = os.environ.get("TEST_REDIS_URL") or self.keeper.url
        self._running: list[Process] = []

    def name_in_environment(self) -> None:
        """From here on settings see these servers, whatever the shell had set."""
        for name in OVERRIDDEN:
            os.environ.pop(name, None)
            os.environ.pop(f"{name}_FILE", None)
        os.environ |= {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        os.environ["TONEBRIDGE_RUN_DIR"] = str(self.home)

    def start(self) -> None:
        """Start what nobody else provides. Raises CannotStart."""
        if self.redis_url == self.keeper.url:
            self._run(valkey.program(self.keeper), lambda: valkey.answers(self.keeper))
        if self.database_url == self.cluster.owner_url:
            postgres.create(self.cluster)
            self._run(postgres.program(self.cluster), lambda: postgres.answers(self.cluster))
            postgres.create_database(self.cluster)

    def stop(self) -> None:
        """Stop them and remove their folder. May be called again."""
        while self._running:
            self._running.pop().stop()
        self._folder.remove()

    def _run(self, program: Program, ready: Callable[[], bool]) -> None:
        process = Process(program)
        self._running.append(process)
        process.await_ready(ready, within_s=START_S)


SERVERS = None if PARALLEL_WORKER else SessionServers()
if SERVERS:
    SERVERS.name_in_environment()
    atexit.register(SERVERS.stop)  # also when pytest ends before it is configured, as for a mistyped option


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers, unless pytest only lists or explains."""
    if SERVERS and not (config.option.collectonly or config.option.help or config.option.version):
        SERVERS.start()


def pytest_unconfigure() -> None:
    """Stop them."""
    if SERVERS:
        SERVERS.stop()
