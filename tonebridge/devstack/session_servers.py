"""Servers for one session of tests or drills: a PostgreSQL and a Valkey in a folder that goes away with it."""

import os
from collections.abc import Callable
from contextlib import suppress

from tonebridge.devstack import template_database
from tonebridge.devstack.embedded import postgres, valkey
from tonebridge.devstack.failures import CannotStart
from tonebridge.devstack.kept_cluster import KeptCluster
from tonebridge.devstack.session_folder import SessionFolder
from tonebridge.devstack.supervision.account import server_account
from tonebridge.devstack.supervision.process import Process
from tonebridge.devstack.supervision.program import Program

OVERRIDDEN = (
    "DATABASE_URL",
    "DATABASE_SYSTEM_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "CACHE_URL",
    "BROKER_URL",
    "TONEBRIDGE_RUN_DIR",
)
START_S = 90


class SessionServers:
    """The servers of one session. Made without starting anything: it only knows where they will listen.

    With `all_roles` the product meets the database as in production, as the web role with the two others beside it;
    otherwise as the owner, which a test session needs to make its database. Raises CannotStart, OSError.
    """

    def __init__(self, *, all_roles: bool = False) -> None:
        self._folder = SessionFolder()
        self.home = home = self._folder.path
        logs, account = home / "logs", server_account()
        self.cluster = postgres.embedded_cluster(home, logs, account, throwaway=True)
        self.keeper = valkey.embedded_keeper("valkey", home, logs, account, valkey.THROWAWAY)
        own = self.cluster.url if all_roles else self.cluster.owner_url
        self.all_roles = all_roles
        self.database_url = own if all_roles else os.environ.get("TEST_DATABASE_URL") or own
        self.redis_url = os.environ.get("TEST_REDIS_URL") or self.keeper.url
        self._is_own_database = self.database_url == own
        self._running: list[Process] = []

    def name_in_environment(self) -> None:
        """From here on settings see these servers, whatever the shell had set."""
        for name in OVERRIDDEN:
            os.environ.pop(name, None)
            os.environ.pop(f"{name}_FILE", None)
        os.environ |= {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        os.environ["TONEBRIDGE_RUN_DIR"] = str(self.home)
        if self.all_roles:
            os.environ["DATABASE_SYSTEM_URL"] = self.cluster.system_url
            os.environ["DATABASE_OWNER_URL"] = self.cluster.owner_url

    def start(self) -> None:
        """Start what nobody else provides. Raises CannotStart."""
        if self.redis_url == self.keeper.url:
            self.run(valkey.program(self.keeper), lambda: valkey.answers(self.keeper))
        if self._is_own_database and self.all_roles:
            postgres.create(self.cluster)
            self._serve()
        elif self._is_own_database:
            self._serve_with_template()

    def _serve(self) -> Process:
        process = self.run(postgres.program(self.cluster), lambda: postgres.answers(self.cluster))
        postgres.create_database(self.cluster)
        return process

    def _serve_with_template(self) -> None:
        kept = KeptCluster(template_database.name_of(self.cluster))
        if kept.copy_to(self.cluster.data, self.cluster.account):
            self._serve()
            return
        postgres.create(self.cluster)
        process = self._serve()
        with suppress(CannotStart):  # each process migrates then, and shows what is wrong
            template_database.make(self.cluster)
            self.end(process)
            kept.keep(self.cluster.data)
        if not process.running:
            self._serve()

    def run(self, program: Program, ready: Callable[[], bool]) -> Process:
        """Start one more program, which ends with the session or before (`end`). Raises CannotStart."""
        process = Process(program)
        self._running.append(process)
        process.await_ready(ready, within_s=START_S)
        return process

    def end(self, process: Process) -> None:
        """Stop one that `run` started."""
        if process in self._running:
            self._running.remove(process)
            process.stop()

    def stop(self) -> None:
        """Stop them, the last first, and remove their folder. May be called again."""
        while self._running:
            self._running.pop().stop()
        self._folder.remove()
