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
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit
from uuid import UUID

import httpx

from drills import Verdict, drill
from drills.crew import children_of
from drills.crowd import OWN
from drills.doors import every_path
from drills.flooding import MB, head
from drills.open_loop import open_loop
from drills.processes import process
from drills.world import World
from tonebridge.devstack.places import CHECKOUT

MOST_GROWTH_MB, MOST_HEALTH_S, MOST_TIMES, LEAST_P95_S = 100.0, 0.1, 3.0, 0.02
"""Memory of each process; /health's p99; a caller's p95 in times of the quiet one, which is taken to be that at least."""
A_SECOND, SECONDS, CONNECTIONS = 10, 10, 150
WAYS = 8
"""Connections that ask for /health: the system spreads them over the processes."""
MOST_CPU_S = 0.001


def doors() -> list[str]:
    """Every door of the URL table and of the lanes; where an id stands, one that nothing has."""
    paths = [path for path in every_path() if "(?P" not in path]
    return [re.sub(r"\{\w+\}", str(UUID(int=0)), path) for path in paths]


@dataclass
class Cost:
    """What was seen meanwhile."""

    grown_mb: float = 0.0
    health_s: list[float] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)

    @property
    def health_p99(self) -> float:
        """Seconds."""
        return quantiles(self.health_s, n=100)[98] if len(self.health_s) > 1 else 99.0


@contextmanager
def measured(base: str, pid: int) -> Iterator[Cost]:
    """Memory of each web process, and how quickly /health answers, inside the block."""
    cost, over = Cost(), threading.Event()
    before = {each: _own_mb(each) for each in (pid, *children_of(pid))}

    def look() -> None:
        with httpx.Client(base_url=base, timeout=20) as first, _several(base) as others:
            for number in range(1_000_000):
                if over.wait(0.02):
                    return
                cost.health_s.append(_seconds(([first, *others])[number % WAYS]))
                grown = [_own_mb(each) - mb for each, mb in before.items()]
                cost.grown_mb = max(cost.grown_mb, *grown)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield cost
    finally:
        over.set()
        watcher.join()


@contextmanager
def _several(base: str) -> Iterator[list[httpx.Client]]:
    clients = [httpx.Client(base_url=base, timeout=20) for _ in range(WAYS - 1)]
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
    return 20.0


def _own_mb(pid: int) -> float:
    try:
        return int(OWN.findall(Path(f"/proc/{pid}/status").read_text())[0]) / 1024
    except OSError:
        return 0.0


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
    flood.wait()
    return Counter(json.loads(told or "{}"))


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
    passed = cost.grown_mb <= MOST_GROWTH_MB and cost.health_p99 <= MOST_HEALTH_S and loud.percentile(95) <= most
    figure = (
        f"{sum(cost.told.values())} attacks on {len(doors())} doors {dict(cost.told)}: {cost.grown_mb:.0f} MB more, "
    )
    figure += f"/health p99 {cost.health_p99 * 1000:.0f} ms, another's p95 {loud.percentile(95) * 1000:.0f} ms, "
    return Verdict(
        passed and set(loud.statuses) == {200}, figure + f"quiet {quiet.percentile(95) * 1000:.0f} ms; {loud}"
    )


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
    return Verdict(large.passed and small.passed, f"19 MB each: {large.figure}; 60 kB each: {small.figure}")


@drill("B17", ci=False, alone=True)
def bodies_that_drip_cost_nobody_else_anything(world: World) -> Verdict:
    return under(world, "slow")


@drill("B18")
def a_flood_of_every_door_takes_little_memory(world: World) -> Verdict:
    """All kinds, for seconds, by twenty connections. Times are the four above's to judge."""
    base = world.start_web()
    figures, passed = [], True
    with measured(base, process(world, "web").pid) as cost:
        for kind in ("heads", "documents", "held"):
            told = _end(_begin(kind, base, 1, 20))
            passed = passed and sum(told.values()) >= len(doors()) and not set(told) & {"200", "500"}
            figures.append(f"{kind} {dict(told)}")
    passed = passed and cost.grown_mb <= MOST_GROWTH_MB and max(cost.health_s) < 5  # seconds: whether it answers
    return Verdict(passed, f"{len(doors())} doors: {'; '.join(figures)}; {cost.grown_mb:.0f} MB more")


REFUSED = {
    "no credential": head("/api/v1/transform", 58, "application/json") + b"{" + b" " * 57,
    "60 kB of brackets": head("/api/v1/transform", 60_000, "application/json") + b"[]," * 20_000,
    "60 kB to a page's door": head("/api/v1/preview/transform", 60_000, "application/json") + b"[]," * 20_000,
    "19 MB announced": head("/api/v1/jobs/import", 19 * MB, "multipart/form-data; boundary=x"),
    "a head of 100 kB": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 100_000,
    "a thousand fields": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"a:\r\n" * 1_000,
}


@drill("B19", alone=True, ci=False)  # a figure of a quiet machine
def refusing_a_stranger_takes_less_than_a_millisecond(world: World) -> Verdict:
    """Processor time of the web processes, a connection each, 300 of each kind, less what they take when nobody asks."""
    base = world.start_web()
    pid = process(world, "web").pid
    figures, worst = [], 0.0
    idle = _cpu_a_second(pid)
    for name, request in REFUSED.items():
        _ask(base, request, 30)
        before, began = _cpu_s(pid), time.perf_counter()
        _ask(base, request, 300)
        each = (_cpu_s(pid) - before - idle * (time.perf_counter() - began)) / 300
        worst = max(worst, each)
        figures.append(f"{name} {each * 1000:.2f} ms")
    return Verdict(worst <= MOST_CPU_S, ", ".join(figures))


def _cpu_a_second(pid: int) -> float:
    """Of an idle process, over three seconds."""
    time.sleep(2)
    before = _cpu_s(pid)
    time.sleep(3)
    return (_cpu_s(pid) - before) / 3


def _ask(base: str, request: bytes, times: int) -> None:
    """On a connection each; the first line of the answer is waited for."""
    where = urlsplit(base)
    for _ in range(times):
        with suppress(ConnectionError), socket.create_connection((where.hostname, where.port), timeout=20) as wire:
            wire.sendall(request)
            wire.recv(64)


def _cpu_s(pid: int) -> float:
    """Of a process and its children, in user and system mode (proc(5))."""
    stats = [Path(f"/proc/{each}/stat").read_text().rpartition(") ")[2].split() for each in (pid, *children_of(pid))]
    return sum(int(ticks) for stat in stats for ticks in stat[11:13]) / os.sysconf("SC_CLK_TCK")
