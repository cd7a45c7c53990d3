"""A `manage.py up` of its own: in a temporary run folder, on a free port, ended whatever happens."""

import http
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.waiting import until
from tonebridge.devstack.embedded.ports import free_port
from tonebridge.devstack.identity import birth
from tonebridge.devstack.places import CHECKOUT

SERVER_VARIABLES = (
    "DATABASE_URL",
    "DATABASE_SYSTEM_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "CACHE_URL",
    "BROKER_URL",
    "DJANGO_SETTINGS_MODULE",
)
READY_S, STOP_S = 90, 45


class Stack:
    """The launcher as a person starts it. `env` adds to the environment, in which no server is named."""

    def __init__(self, run_dir: Path, *options: str, port: int | None = None, **env: str) -> None:
        self.run_dir = run_dir
        self.port = port or free_port()
        self._screen = run_dir.parent / f"screen-{self.port}"
        surroundings = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
        surroundings |= {"TONEBRIDGE_RUN_DIR": str(run_dir), "TONEBRIDGE_PORT": str(self.port), **env}
        with self._screen.open("wb") as screen:
            self.launcher = subprocess.Popen(
                [sys.executable, str(CHECKOUT / "manage.py"), "up", *options],
                env=surroundings,
                stdout=screen,
                stderr=subprocess.STDOUT,
            )

    def manage(self, *arguments: str) -> str:
        """What a command says in another terminal, where no port was named."""
        surroundings = {name: value for name, value in os.environ.items() if name not in SERVER_VARIABLES}
        surroundings.pop("TONEBRIDGE_PORT", None)
        done = subprocess.run(
            [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
            env=surroundings | {"TONEBRIDGE_RUN_DIR": str(self.run_dir)},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    @property
    def screen(self) -> str:
        """Everything printed so far."""
        return self._screen.read_text(encoding="utf-8")

    def await_ready(self) -> None:
        until(lambda: "ready in" in self.screen or self.launcher.poll() is not None, within_s=READY_S)
        assert "ready in" in self.screen, self.screen

    def result(self) -> tuple[int, str]:
        """Exit code and screen, once it has ended."""
        return self.launcher.wait(timeout=READY_S), self.screen

    def pids(self) -> dict[str, int]:
        """Of the programs under supervision, by name."""
        notes = (self.run_dir / "pids").iterdir()
        return {note.name: int(json.loads(note.read_text())["pid"]) for note in notes}

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Status and JSON of an answer to the demo user; 0 where nothing answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        key = json.loads((self.run_dir / "demo.json").read_text())["api_key"]
        headers = {"X-API-Key": key, "Content-Type": "application/json"}
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException):
            return 0, None
        finally:
            connection.close()

    def missing(self) -> list[str] | None:
        """What /health/ready finds wrong; None while it says that the service isn't ready, or nothing."""
        status, readiness = self.ask("GET", "/health/ready")
        return list(readiness["degraded"]) if status == http.HTTPStatus.OK else None

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C, then as `result`."""
        self.launcher.send_signal(signal.SIGINT)
        return self.launcher.wait(timeout=STOP_S), self.screen

    def end(self) -> None:
        """Whatever state it is in."""
        if self.launcher.poll() is None:
            self.launcher.terminate()
            self.launcher.wait(timeout=STOP_S)


def stopped(screen: str) -> list[str]:
    """Names in the order of their end."""
    return re.findall(r"✓ (\w[\w ]*) stopped", screen)


def alive(pids: dict[str, int]) -> list[str]:
    return [name for name, pid in pids.items() if birth(pid)]
