"""The three servers behind the product: named by the environment, or embedded and started here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tonebridge.devstack import given
from tonebridge.devstack.embedded import postgres, valkey
from tonebridge.devstack.embedded.homes import servers_home
from tonebridge.devstack.supervision.account import server_account
from tonebridge.devstack.supervision.interrupts import Interrupts
from tonebridge.devstack.supervision.program import Program
from tonebridge.devstack.supervision.progress import Progress
from tonebridge.devstack.supervision.supervisor import Stage, Supervisor

START_S = 60
"""Room for crash recovery, and for loading a large append-only file."""

DATABASES = {"database", "system", "owner"}
"""One server, by its three roles."""
MANNERS = {"cache": valkey.CACHE, "broker": valkey.BROKER}


@dataclass(frozen=True)
class Backing:
    """Starts what is missing under `supervisor`."""

    run_dir: Path
    logs: Path
    supervisor: Supervisor
    interrupts: Interrupts
    progress: Progress

    def start(self) -> tuple[dict[str, str], dict[str, str]]:
        """URLs of the servers that were given, and of those started here. Raises CannotStart, SettingError, OSError."""
        named = given.given_servers()
        for server, (variable, url) in named.items():
            with self.progress.step(f"{server} ({variable})"):
                check = given.check_database if server in DATABASES else given.check_keeper
                check(variable, url)
        starters: dict[str, Callable[[], str]] = {
            "database": self._start_database,
            "cache": lambda: self._start_keeper("cache"),
            "broker": lambda: self._start_keeper("broker"),
        }
        own = {server: start() for server, start in starters.items() if server not in named}
        if "database" in own:
            own |= {"system": self._cluster().system_url, "owner": self._cluster().owner_url}
        return {server: url for server, (_, url) in named.items()}, own

    def _start_database(self) -> str:
        with self.progress.step("postgres"):
            cluster = self._cluster()
            postgres.create(cluster, self.interrupts.pause)
            self._run(postgres.program(cluster), Stage.DATABASE, lambda: postgres.answers(cluster))
            postgres.create_database(cluster)
        return cluster.url

    def _cluster(self) -> postgres.Cluster:
        account = server_account()
        return postgres.embedded_cluster(servers_home(self.run_dir, account), self.logs, account)

    def _start_keeper(self, name: str) -> str:
        with self.progress.step(name):
            account = server_account()
            home = servers_home(self.run_dir, account)
            keeper = valkey.embedded_keeper(name, home, self.logs, account, MANNERS[name])
            self._run(valkey.program(keeper), Stage.KEEPERS, lambda: valkey.answers(keeper))
        return keeper.url

    def _run(self, program: Program, stage: Stage, ready: Callable[[], bool]) -> None:
        process = self.supervisor.start(program, stage)
        process.await_ready(ready, within_s=START_S, pause=self.interrupts.pause)
