"""Stand-in programs, and a supervisor that reports into a string."""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.devstack.stack import Stack
from tonebridge.devstack.supervision.interrupts import Interrupts
from tonebridge.devstack.supervision.leftovers import Leftovers
from tonebridge.devstack.supervision.program import Program
from tonebridge.devstack.supervision.progress import Progress
from tonebridge.devstack.supervision.supervisor import Supervisor


@dataclass
class Crew:
    """A supervisor with what a test asks it and reads from it."""

    supervisor: Supervisor
    interrupts: Interrupts
    screen: io.StringIO


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    interrupts, screen = Interrupts(), io.StringIO()
    supervisor = Supervisor(interrupts, Progress(screen), Leftovers(tmp_path / "pids"))
    yield Crew(supervisor, interrupts, screen)
    interrupts.count = 2
    supervisor.stop()


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., Program]:
    """A program made of a line of shell."""

    def program(name: str, line: str, *, grace_s: float = 5, stdin: str = "") -> Program:
        log = tmp_path / "logs" / f"{name}.log"
        return Program(name, ("/bin/sh", "-c", line), log, grace_s=grace_s, stdin=stdin)

    return program


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A temporary folder that `nobody` may walk into, unlike pytest's: the servers run as `nobody` when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="tonebridge-stack-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def stack(open_folder: Path) -> Iterator[Callable[..., Stack]]:
    """Starts a launcher; ends all it started."""
    started: list[Stack] = []

    def start(*options: str, **surroundings: Any) -> Stack:  # as `Stack` takes them
        started.append(Stack(open_folder / "run", *options, **surroundings))
        return started[-1]

    yield start
    for one in started:
        one.end()
