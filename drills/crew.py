"""Workers and beat of a world, and what befalls them: killed whole, killed in part, started again."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from drills.world import PATIENCE_S, Tenant, World
from tonebridge.devstack import programs
from tonebridge.devstack.supervision.process import Process
from tonebridge.devstack.supervision.program import Program

IMPORT = "/api/v1/jobs/import"
READY_S = 300.0
"""Until workers listen, however slow the machine."""


@dataclass
class Crew:
    """The workers of a world. Somebody has to call `look` now and then: it starts what has died, as a supervisor would."""

    world: World
    members: list[Process] = field(default_factory=list)
    kills: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    """More for their environment."""

    def start(self, *, quick: bool = True, bulk: bool = True) -> None:
        """Workers and beat, until they listen."""
        env, logs = programs.without_owner(os.environ) | self.settings, self.world.servers.home / "logs"
        chosen = [programs.worker(env, logs)] if quick else []
        chosen += [programs.bulk_worker(env, logs)] if bulk else []
        self.members = [Process(each) for each in (*chosen, beat(env, logs, self.world.servers.home))]
        least = len(chosen)
        self.members[0].await_ready(
            lambda: programs.workers_listen(self.world.servers.redis_url, least=least), within_s=READY_S
        )

    def look(self) -> None:
        """Start again what has died. In the main thread: children end with the thread that made them."""
        for place, one in enumerate(self.members):
            if not one.running:
                one.end()
                self.members[place] = Process(one.program)

    def kill_child(self, name: str) -> None:
        """One process of the worker's pool, as the system does when memory runs out."""
        if children := children_of(self._named(name).pid):
            self.kills += 1
            with suppress(ProcessLookupError):
                os.kill(children[self.kills % len(children)], signal.SIGKILL)

    def kill_whole(self, name: str) -> None:
        """The worker with all of its processes."""
        self.kills += 1
        self._named(name).end()

    def _named(self, name: str) -> Process:
        return next(one for one in self.members if one.program.name == name)

    def end(self) -> None:
        for one in self.members:
            one.ask_to_stop()
        for one in self.members:
            one.stop()


@contextmanager
def crew(
    world: World, *, quick: bool = True, bulk: bool = True, settings: dict[str, str] | None = None
) -> Iterator[Crew]:
    """Workers inside the block, with more in their environment."""
    found = Crew(world, settings=settings or {})
    try:
        found.start(quick=quick, bulk=bulk)
        yield found
    finally:
        found.end()


def beat(env: dict[str, str], logs: Path, home: Path) -> Program:
    """Beat, with its memory in the world's folder."""
    return programs.beat(env, logs, home)


def children_of(pid: int) -> list[int]:
    """Processes that this one has started."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def messages(count: int, word: str = "") -> bytes:
    """A file of that many different messages."""
    lines = [f"{word}{number},{number}番の資料を明日17時までに直せ。" for number in range(count)]
    return "\n".join(["id,text", *lines]).encode()


def hand_in(world: World, tenant: Tenant, content: bytes) -> str:
    """The id of the job. Raises AssertionError where the file was refused."""
    answer = httpx.post(
        world.base_url + IMPORT,
        headers={"X-API-Key": tenant.key},
        files={"file": ("messages.csv", content)},
        timeout=PATIENCE_S,
    )
    if answer.status_code != httpx.codes.ACCEPTED:
        raise AssertionError(f"{answer.status_code} {answer.text}")
    return str(answer.json()["id"])


def job(world: World, tenant: Tenant, job_id: str) -> dict[str, Any]:
    """How it stands; nothing while the front door can't say."""
    try:
        answer = world.call(tenant, "GET", f"/api/v1/jobs/{job_id}")
    except httpx.HTTPError:
        return {}
    found: dict[str, Any] = answer.json() if answer.status_code == httpx.codes.OK else {}
    return found


def until(done: Callable[[], bool], *, within_s: float, meanwhile: Callable[[], object] = lambda: None) -> float:
    """Seconds until it was so; infinity where it never was."""
    began = time.perf_counter()
    while time.perf_counter() - began < within_s:
        if done():
            return time.perf_counter() - began
        meanwhile()
        time.sleep(0.1)
    return float("inf")


def over(world: World, tenant: Tenant, job_id: str) -> bool:
    """Whether the job has ended."""
    return bool(job(world, tenant, job_id).get("finished_at"))
