"""Floods by strangers: of every door, heads, documents and bodies; and what they cost the process, the next caller and health."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit
from uuid import UUID

import httpx

from drills import Verdict, drill
from drills.crew import children_of
from drills.crowd import Most, watched
from drills.doors import every_path
from drills.flooding import FORM, JSON, MB, head
from drills.open_loop import open_loop
from drills.processes import process
from drills.world import PATIENCE_S, World
from tonebridge.devstack.places import CHECKOUT

MOST_GROWTH_MB, MOST_HEALTH_S, MOST_TIMES, LEAST_P95_S = 100.0, 0.1, 3.0, 0.02
"""Memory of each process; /health's p99; a caller's p95 in times of the quiet one, which is taken to be that at least."""
A_SECOND, SECONDS, CONNECTIONS = 10, 10, 150
WAYS = 8
"""Connections that ask for /health: the system spreads them over the processes."""
UNANSWERED_S = 1_000.0
"""Stands for the time of an answer that never came."""
LOOK_S = 0.02
"""Between two looks."""
MOST_CPU_S = 0.001


def doors() -> list[str]:
    """Every door of the URL table and of the lanes; where an id stands, one that nothing has."""
    paths = [path for path in every_path() if "(?P" not in path]
    return [re.sub(r"\{\w+\}", str(UUID(int=0)), path) for path in paths]


@dataclass
class Cost:
    """What was seen meanwhile."""

    most: Most
    health_s: list[float]
    told: Counter[str] = field(default_factory=Counter)

    @property
    def health_p99(self) -> float:
        """Seconds."""
        return quantiles(self.health_s, n=100)[98] if len(self.health_s) > 1 else UNANSWERED_S

    @property
    def is_alive(self) -> bool:
        """Whether each question about health was answered."""
        return bool(self.health_s) and UNANSWERED_S not in self.health_s

    @property
    def is_little(self) -> bool:
        """Whether each door was tried, none let anybody in or broke, and the processes grew little and are still the same."""
        tried = self.told.total() >= len(doors()) and not set(self.told) & {"200", "500"}
        return tried and self.most.grown_mb <= MOST_GROWTH_MB and not self.most.lost


@contextmanager
def measured(base: str, pid: int) -> Iterator[Cost]:
    """Memory of each web process, and how quickly /health answers, inside the block."""
    with watched(pid, every_s=LOOK_S) as most, _health_asked(base) as seconds:
        yield Cost(most, seconds)


@contextmanager
def _health_asked(base: str) -> Iterator[list[float]]:
    """Again and again, by connection after connection; how long each took."""
    seconds, over = list[float](), threading.Event()

    def ask() -> None:
        with _several(base) as clients:
            for client in cycle(clients):
                if over.wait(LOOK_S):
                    return
                seconds.append(_seconds(client))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield seconds
    finally:
        over.set()
        asking.join()


@contextmanager
def _several(base: str) -> Iterator[list[httpx.Client]]:
    clients = [httpx.Client(base_url=base, timeout=PATIENCE_S) for _ in range(WAYS)]
    try:
        yield clients
    finally:
        for client in clients:
            client.close()


def _seconds(client: httpx.Client) -> float:
    began = time.perf_counter()
    with suppress(httpx.HTTPError):
        if client.get("/health").status_code == httpx.codes.OK:
            return time.perf_counter() - began
    return UNANSWERED_S


def _begin(kind: str, base: str, seconds: float, connections: int) -> "subprocess.Popen[str]":
    port = urlsplit(base).port
    command = [sys.executable, "-m", "drills.flooding", kind, str(port), str(seconds), str(connections)]
    found = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=CHECKOUT)
    assert found.stdin
    found.stdin.write(json.dumps(doors()))
    found.stdin.close()
    return found


def _end(flood: "subprocess.Popen[str]") -> Counter[str]:
    assert flood.stdout
    told = flood.stdout.read()
    if flood.wait():
        raise AssertionError(f"the flood itself ended with {flood.returncode}")
    return Counter(json.loads(told))


def under(world: World, kind: str) -> Verdict:
    """A signed-in caller, quiet and while all doors are flooded."""
    tenant, base = world.tenant("alice"), world.start_web()
    pid = process(world, "web").pid
    open_loop(base, tenant, a_second=A_SECOND, seconds=2)
    quiet = open_loop(base, tenant, a_second=A_SECOND, seconds=SECONDS)
    with measured(base, pid) as cost:
        flood = _begin(kind, base, SECONDS, CONNECTIONS)
        loud = open_loop(base, tenant, a_second=A_SECOND, seconds=SECONDS)
        cost.told = _end(flood)
    most = MOST_TIMES * max(quiet.percentile(95), LEAST_P95_S)
    in_time = cost.health_p99 <= MOST_HEALTH_S and loud.percentile(95) <= most
    figure = (
        f"{cost.told.total()} attacks on {len(doors())} doors {dict(cost.told)}: {cost.most.grown_mb:.0f} MB more, "
    )
    figure += f"processes lost: {len(cost.most.lost)}, "
    figure += f"/health p99 {cost.health_p99 * 1000:.0f} ms, another's p95 {loud.percentile(95) * 1000:.0f} ms, "
    figure += f"quiet {quiet.percentile(95) * 1000:.0f} ms; {loud}"
    return Verdict(cost.is_little and cost.is_alive and set(loud.statuses) == {200}, figure, in_time)


@drill("B14", ci=False, alone=True)
def heads_without_end_cost_nobody_else_anything(world: World) -> Verdict:
    return under(world, "heads")


@drill("B15", ci=False, alone=True)
def documents_of_brackets_cost_nobody_else_anything(world: World) -> Verdict:
    return under(world, "documents")


@drill("B16", ci=False, alone=True)
def bodies_that_are_held_cost_nobody_else_anything(world: World) -> Verdict:
    """Large ones first, then so many as are read of anybody."""
    large, small = under(world, "held"), under(world, "held_small")
    figure = f"19 MB each: {large.figure}; 60 kB each: {small.figure}"
    return Verdict(large.passed and small.passed, figure, large.in_time and small.in_time)


@drill("B17", ci=False, alone=True)
def bodies_that_drip_cost_nobody_else_anything(world: World) -> Verdict:
    return under(world, "slow")


@drill("B18")
def a_flood_of_every_door_takes_little_memory(world: World) -> Verdict:
    """All kinds, for seconds, by twenty connections. Times are the four above's to judge. Everybody hears why they are refused."""
    base = world.start_web()
    figures, passed = [], True
    with measured(base, process(world, "web").pid) as cost:
        for kind in ("heads", "documents", "held"):
            told = cost.told = _end(_begin(kind, base, 1, 20))
            passed = passed and cost.is_little and "0" not in told
            figures.append(f"{kind} {dict(told)}")
    passed = passed and cost.is_little and cost.is_alive
    figure = f"{len(doors())} doors: {'; '.join(figures)}; {cost.most.grown_mb:.0f} MB more"
    figure += f", processes lost: {len(cost.most.lost)}, /health after {max(cost.health_s) * 1000:.0f} ms at most"
    return Verdict(passed, figure, max(cost.health_s) < 5)


SMALL = b'{"text": "a", "transformation_type": "soften"}'
REFUSED = {
    "no credential": (401, head("/api/v1/transform", len(SMALL), JSON) + SMALL),
    "60 kB of brackets": (401, head("/api/v1/transform", 60_000, JSON) + b"[]," * 20_000),
    "60 kB to a page's door": (400, head("/api/v1/preview/transform", 60_000, JSON) + b"[]," * 20_000),
    "19 MB announced": (401, head("/api/v1/jobs/import", 19 * MB, FORM)),
    "a head of 100 kB": (431, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 100_000),
    "a thousand fields": (431, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"a:\r\n" * 1_000),
}
"""Each with its status."""


@drill("B19", alone=True, ci=False)  # a figure of a quiet machine
def refusing_a_stranger_takes_less_than_a_millisecond(world: World) -> Verdict:
    """Processor time of the web processes, a connection each, 300 of each kind, less what they take when nobody asks."""
    base = world.start_web(TONEBRIDGE_ANONYMOUS_PER_MINUTE="1000000")
    pid = process(world, "web").pid
    pids, figures, worst, right = [pid, *children_of(pid)], [], 0.0, True
    idle = _cpu_a_second(pids)
    for name, (status, request) in REFUSED.items():
        told = _ask(base, request, 30)
        before, began = _cpu_s(pids), time.perf_counter()
        told += _ask(base, request, 300)
        each = (_cpu_s(pids) - before - idle * (time.perf_counter() - began)) / 300
        worst, right = max(worst, each), right and set(told) == {str(status)}
        figures.append(f"{name} {dict(told)} {each * 1000:.2f} ms")
    return Verdict(right, ", ".join(figures), worst <= MOST_CPU_S)


def _cpu_a_second(pids: list[int]) -> float:
    """Of idle processes, over three seconds."""
    time.sleep(2)
    before = _cpu_s(pids)
    time.sleep(3)
    return (_cpu_s(pids) - before) / 3


def _ask(base: str, request: bytes, times: int) -> Counter[str]:
    """On a connection each: how often which status was answered, `0` for none."""
    told, where = Counter[str](), urlsplit(base)
    for _ in range(times):
        line = b""
        with (
            suppress(ConnectionError),
            socket.create_connection((where.hostname, where.port), timeout=PATIENCE_S) as wire,
        ):
            wire.sendall(request)
            line = wire.recv(64)
        told[line[9:12].decode() or "0"] += 1
    return told


def _cpu_s(pids: list[int]) -> float:
    """Of processes, in user and system mode (proc(5)). Raises FileNotFoundError for one that has ended."""
    stats = [Path(f"/proc/{each}/stat").read_text().rpartition(") ")[2].split() for each in pids]
    return sum(int(ticks) for stat in stats for ticks in stat[11:13]) / os.sysconf("SC_CLK_TCK")
