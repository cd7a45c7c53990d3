"""`manage.py up`: the order of things."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tonebridge.devstack import demo_state, programs, schema_state
from tonebridge.devstack.backing import Backing
from tonebridge.devstack.embedded.homes import prepared_run_directory
from tonebridge.devstack.embedded.ports import LOOPBACK, require_free
from tonebridge.devstack.servers import announce_servers, withdraw_servers
from tonebridge.devstack.supervision.interrupts import Interrupted, Interrupts
from tonebridge.devstack.supervision.leftovers import Leftovers
from tonebridge.devstack.supervision.lock import only_one
from tonebridge.devstack.supervision.process import run_to_end
from tonebridge.devstack.supervision.program import Program
from tonebridge.devstack.supervision.progress import Progress
from tonebridge.devstack.supervision.supervisor import Stage, Supervisor
from tonebridge.env import text
from tonebridge.local_model_ports import usual_ports
from tonebridge.outbound.local_models import local_models
from tonebridge.resilience import clock

MIGRATE_S, DEMO_S, READY_S = 600, 120, 120
VARIABLES = {
    "database": "DATABASE_URL",
    "system": "DATABASE_SYSTEM_URL",
    "owner": "DATABASE_OWNER_URL",
    "cache": "CACHE_URL",
    "broker": "BROKER_URL",
}


@dataclass(frozen=True)
class Options:
    """What the command line says."""

    port: int
    worker: bool


def launch(options: Options, interrupts: Interrupts, progress: Progress) -> None:
    """Start everything, keep it running until asked to stop, stop it. Raises CannotStart, SettingError, OSError."""
    run_dir = prepared_run_directory()
    with only_one(run_dir):
        leftovers = Leftovers(run_dir / "pids")
        leftovers.end(interrupts.pause)
        supervisor = Supervisor(interrupts, progress, leftovers)
        try:
            Launch(options, run_dir, supervisor, interrupts, progress).start()
            supervisor.watch()
        except Interrupted:
            progress.say("stopping")
            raise
        finally:
            withdraw_servers(run_dir)
            supervisor.stop()


@dataclass(frozen=True)
class Launch:
    """One start, from nothing to ready."""

    options: Options
    run_dir: Path
    supervisor: Supervisor
    interrupts: Interrupts
    progress: Progress

    @property
    def logs(self) -> Path:
        return self.run_dir / "logs"

    @property
    def address(self) -> str:
        return f"http://{LOOPBACK}:{self.options.port}"

    def start(self) -> None:
        began = clock.tick()
        require_free(self.options.port)
        env, urls = self._servers()
        self._migrated(env, urls.get("owner", urls["database"]))
        self._product(programs.without_owner(env), urls["broker"])
        seconds = clock.elapsed_ms(began) / 1000
        self.progress.say(f"ready in {seconds:.1f} s — {self.address}")
        for line in (*welcome(self.address, self.run_dir, env), *models_here(self.options.port, env)):
            self.progress.say(line)

    def _servers(self) -> tuple[dict[str, str], dict[str, str]]:
        """The product's environment, and every server's URL."""
        backing = Backing(self.run_dir, self.logs, self.supervisor, self.interrupts, self.progress)
        named, own = backing.start()
        announce_servers({**own, "web": text("TONEBRIDGE_BASE_URL", self.address)}, self.run_dir)
        return self._environment(own), named | own

    def _environment(self, own: Mapping[str, str]) -> dict[str, str]:
        """Ours, plus the servers started here. What was given is in it already."""
        return {
            "DJANGO_SETTINGS_MODULE": "tonebridge.settings.local",
            **os.environ,
            **{VARIABLES[server]: url for server, url in own.items()},
            "TONEBRIDGE_RUN_DIR": str(self.run_dir),
            "TONEBRIDGE_PORT": str(self.options.port),
        }

    def _migrated(self, env: Mapping[str, str], database: str) -> None:
        with self.progress.step("migrate"):
            if not schema_state.is_current(database):
                run_to_end(programs.migrate(env, self.logs), within_s=MIGRATE_S, pause=self.interrupts.pause)
                schema_state.mark_current(database)

    def _product(self, env: Mapping[str, str], broker: str) -> None:
        """All at once: each spends its first seconds importing, and there is more than one core."""
        began = clock.tick()
        members = [
            (self.supervisor.start(program, Stage.PRODUCT), ready) for program, ready in self._members(env, broker)
        ]
        known = demo_state.is_made(self.run_dir, env)
        if not known:
            self._demo_data(env)
        for process, ready in members:
            process.await_ready(ready, within_s=READY_S, pause=self.interrupts.pause)
            self.progress.done(process.program.name, began)
        if known:
            self._demo_data(env)

    def _demo_data(self, env: Mapping[str, str]) -> None:
        """Made while the web server imports, or found in order once that answers."""
        with self.progress.step("demo data"):
            if not demo_state.is_made(self.run_dir, env) or not demo_state.key_opens(self.run_dir, self.options.port):
                run_to_end(programs.demo_data(env, self.logs), within_s=DEMO_S, pause=self.interrupts.pause)
                demo_state.mark_made(self.run_dir, env)

    def _members(self, env: Mapping[str, str], broker: str) -> Iterator[tuple[Program, Callable[[], bool]]]:
        port = self.options.port
        if self.options.worker:
            yield programs.worker(env, self.logs), lambda: programs.workers_listen(broker)
            yield programs.bulk_worker(env, self.logs), lambda: programs.workers_listen(broker, least=2)
            yield programs.beat(env, self.logs, self.run_dir), programs.beat_ticks(self.run_dir)
        yield programs.web(env, self.logs, port), lambda: programs.web_answers(port)


def models_here(port: int, env: Mapping[str, str]) -> Iterator[str]:
    """Where no model is set: those of this machine, and what uses each. They are asked for their names, and nothing else."""
    if env.get("LLM_PRIMARY") or env.get("LLM_PRIMARY_FILE"):
        return
    for found in local_models(usual_ports(), own=(port,)):
        yield f"  model     {found.server} listens on port {found.port}. To let one of its models write, start with"
        yield from (f"              {setting} make run" for setting in found.settings)


def welcome(address: str, run_dir: Path, env: Mapping[str, str]) -> Iterator[str]:
    """What somebody who has just started it needs next: how to sign in, where mail goes, where the API is described."""
    demo = run_dir / demo_state.DEMO
    yield f"  sign in   {address}/sign-in/ as {demo_state.email(run_dir)}; the password and an API key are in {_shown(demo)}"
    if not env.get("EMAIL_URL"):
        yield f"  mail      is written to {_shown(run_dir / 'mail')}, one file per message"
    yield f"  API       {address}/api/docs"


def _shown(path: Path) -> str:
    """From here, where it lies below: what can be typed as it stands."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
