"""The servers of a world as processes: found by name, frozen, killed, started again; and callers that go on meanwhile."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

import httpx
from django.db import connections

from drills.world import PATIENCE_S, Tenant, World
from tonebridge.devstack.embedded import postgres, valkey
from tonebridge.devstack.supervision.process import Process

SOFTEN: dict[str, Any] = {"transformation_type": "soften", "store": True}


def process(world: World, name: str) -> Process:
    """The newest process of that name that runs."""
    return next(one for one in reversed(world.servers._running) if one.program.name == name and one.running)


def kill(world: World, name: str) -> None:
    """As the system does when memory runs out."""
    process(world, name).end()


@contextmanager
def frozen(world: World, name: str) -> Iterator[None]:
    """Inside the block it holds its connections and says nothing."""
    pid = process(world, name).pid
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def start_valkey(world: World) -> None:
    keeper = world.servers.keeper
    world.servers.run(valkey.program(keeper), lambda: valkey.answers(keeper))


def restart_postgres(world: World) -> None:
    """A fast stop, and a start."""
    connections.close_all()
    process(world, "postgres").stop()
    cluster = world.servers.cluster
    world.servers.run(postgres.program(cluster), lambda: postgres.answers(cluster))


@dataclass
class Told:
    """What callers were answered. A call that got no answer counts as status 0."""

    answers: list[tuple[float, int, float, str]] = field(default_factory=list)
    """When it was asked (seconds since the beginning), the status, how long it took, Retry-After."""

    def statuses(self, since: float = 0.0) -> Counter[int]:
        return Counter(status for asked, status, _took, _after in self.answers if asked >= since)

    def asked_before(self, moment: float) -> list[int]:
        """The statuses of those calls."""
        return [status for asked, status, _took, _after in self.answers if asked < moment]

    def p95(self, status: int = 200) -> float:
        """Seconds."""
        times = [took for _asked, found, took, _after in self.answers if found == status]
        return quantiles(times, n=20)[-1] if len(times) > 1 else 0.0

    @property
    def refusals_say_when(self) -> bool:
        """Whether each 429 and 503 has a whole Retry-After of 1 to 60 seconds."""
        afters = [after for _asked, status, _took, after in self.answers if status in {429, 503}]
        return all(after.isdigit() and 1 <= int(after) <= 60 for after in afters)

    @property
    def went_well_lately(self) -> bool:
        """Whether the newest twenty calls were answered 200."""
        return {status for _asked, status, _took, _after in self.answers[-20:]} == {200}

    def last_trouble(self) -> float:
        """When the last call was asked that was not answered 200."""
        return max((asked for asked, status, _took, _after in self.answers if status != 200), default=0.0)


class Callers:
    """Threads that transform, each a new text, at an even pace all together, until the block ends."""

    def __init__(self, base: str, tenant: Tenant, *, a_second: float, threads: int = 6) -> None:
        self.told, self._base, self._tenant = Told(), base, tenant
        self._pause, self._stop = threads / a_second, threading.Event()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(threads)]

    def __enter__(self) -> "Callers":
        self.began = time.perf_counter()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def now(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self.began

    def _call(self, number: int) -> None:
        count = 0
        headers = {"X-API-Key": self._tenant.key}
        with httpx.Client(base_url=self._base, timeout=PATIENCE_S, headers=headers) as client:
            while not self._stop.wait(self._pause):
                count += 1
                self._note(client, SOFTEN | {"text": f"{number}-{count} 番を直せ。"})

    def _note(self, client: httpx.Client, body: dict[str, Any]) -> None:
        asked = self.now
        try:
            answer = client.post("/api/v1/transform", json=body)
            status, after = answer.status_code, answer.headers.get("retry-after", "")
        except httpx.HTTPError:
            status, after = 0, ""
        self.told.answers.append((asked, status, self.now - asked, after))
