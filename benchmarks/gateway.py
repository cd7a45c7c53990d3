"""`make bench`: the front door beside a yardstick, on the same cores, in turn, several rounds.

The yardstick is any gateway of the same contract (`YARDSTICK`: a script that builds it into a folder and prints its
path; it is run with a key, a Redis and an address). Without one, only our own figures are told.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import httpx

from benchmarks import history
from benchmarks.alone import OTHER_TEXT, in_process
from benchmarks.beside import serving, yardstick
from benchmarks.held import Held, raise_file_limit
from benchmarks.held_sockets import HeldSockets
from benchmarks.steady import steady
from benchmarks.streams import streams
from benchmarks.wrk import Call, Load, load
from drills.world import Tenant, World

HEALTH = Call("/health")
MESSAGE = {"text": "明日までに資料を直せ。APIの仕様は未定です。", "transformation_type": "soften", "intensity": 2}
OTHERS = MESSAGE | {"text": OTHER_TEXT}
ROWS, CONNECTIONS = 100_000, 32
HELD, MOST_MB = 15_000, 400
SOCKETS, MOST_KB = 1_000, 60
OTHERS_MS = 150


@dataclass(frozen=True)
class Line:
    """One line of the table. The target is the least that `figure` may be, or with `at_most` the most."""

    what: str
    figure: float
    target: float
    unit: str
    told: str
    at_most: bool = False

    @property
    def passed(self) -> bool:
        return self.figure <= self.target if self.at_most else self.figure >= self.target

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        verdict = "PASS" if self.passed else "FAIL"
        return f"{verdict}  {self.what:<44} {self.figure:8.2f} {self.unit:<2} ({sign} {self.target:g})  {self.told}"


@dataclass(frozen=True)
class Bench:
    """What is measured on."""

    world: World
    tenant: Tenant
    token: str
    rounds: int
    seconds: float
    yardstick: str
    files: int = 0
    """Connections that its processes may open."""
    steady_seconds: float = 60

    @property
    def sent(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    def transform(self, body: dict[str, object]) -> Call:
        return Call("/api/v1/transform", self.sent, json.dumps(body, ensure_ascii=False))

    def ours(self, call: Call, *, connections: int = CONNECTIONS) -> Load:
        return _without_errors(load(self.world.base_url, call, seconds=self.seconds, connections=connections))

    def theirs(self, call: Call) -> Load:
        return _without_errors(load(self.yardstick, call, seconds=self.seconds))


def main() -> int:
    """Exit code 1 where a target is missed."""
    parser = argparse.ArgumentParser("benchmarks.gateway")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--only", nargs="*", choices=sorted(MEASURES), default=sorted(MEASURES))
    parser.add_argument("--steady-seconds", type=float, default=60, help="of the steady run; 600 are ten minutes")
    given = parser.parse_args()
    files = raise_file_limit(HELD)  # before the web server starts, which inherits it
    os.environ["TONEBRIDGE_CONNECTIONS_AN_ADDRESS"] = str(2 * HELD)  # all of them are ours
    with World() as world:
        tenant = world.tenant("measured")
        with yardstick(world) as found:
            bench = Bench(
                world, tenant, _token(tenant), given.rounds, given.seconds, found, files, given.steady_seconds
            )
            _warm(bench)
            passed = [_tell(line) for name in given.only for line in MEASURES[name](bench)]
    return int(not all(passed))


def _tell(line: Line) -> bool:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return line.passed


def beside_the_yardstick(bench: Bench) -> Iterator[Line]:
    """/health and the cached transform, ours and theirs in turn."""
    for what, call, target in (("/health", HEALTH, 0.8), ("cached transform", bench.transform(MESSAGE), 2.0)):
        ours, theirs = [], []
        for _ in range(bench.rounds):
            ours.append(bench.ours(call).per_second)
            if bench.yardstick:
                theirs.append(bench.theirs(call).per_second)
        if theirs:
            ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
            told = f"{_spread(ours)} beside {_spread(theirs)} a second, ratios {min(ratios):.2f}-{max(ratios):.2f}"
            yield Line(f"{what}, times the yardstick", statistics.median(ratios), target, "x", told)
        else:
            yield Line(what, statistics.median(ours), 5_000, "/s", f"{_spread(ours)} a second; no yardstick here")


def at_the_yardsticks_rate(bench: Bench) -> Iterator[Line]:
    """Our slowest answers in a hundred at the rate that is the yardstick's maximum, beside its own."""
    if not bench.yardstick:
        return
    call = bench.transform(MESSAGE)
    pairs = []
    for _ in range(bench.rounds):
        theirs = bench.theirs(call)
        pause_ms = max(0.0, CONNECTIONS / theirs.per_second * 1000 - 0.5)  # half a millisecond is the answer's
        pairs.append((bench.ours(replace(call, pause_ms=pause_ms)), theirs))
    ratio = statistics.median(mine.p99_ms / other.p99_ms for mine, other in pairs)
    told = ", ".join(
        f"{mine.p99_ms:.1f} ms at {mine.per_second:.0f}/s beside {other.p99_ms:.1f} ms at {other.per_second:.0f}/s"
        for mine, other in pairs
    )
    yield Line("p99 of the cached transform, times theirs", ratio, 1.0, "x", told, at_most=True)


def uncached(bench: Bench) -> Iterator[Line]:
    """Transforms by rules, each another text, recorded: over HTTP, and by one core that calls the verb itself."""
    alone, pipeline = in_process(bench.tenant)
    cores = len(os.sched_getaffinity(0))
    rates = [bench.ours(bench.transform(OTHERS)).per_second for _ in range(bench.rounds)]
    share, of_pipeline = (statistics.median(rates) / rate / cores for rate in (alone, pipeline))
    beside = f"in process {alone:.0f} a core; without recording {pipeline:.0f}, a share of {of_pipeline:.2f}"
    told = f"{_spread(rates)} a second over HTTP; {beside}"
    yield Line("uncached transform, share of in-process x cores", share, 0.7, "x", told)


def health_while_saturated(bench: Bench) -> Iterator[Line]:
    """/health once in five milliseconds, while uncached transforms take all there is."""
    found: list[float] = []
    for _ in range(bench.rounds):
        stop = threading.Event()
        took: list[float] = []
        thread = threading.Thread(target=_ask_health, args=(bench.world.base_url, stop, took))
        thread.start()
        bench.ours(bench.transform(OTHERS))
        stop.set()
        thread.join()
        found.append(statistics.quantiles(took, n=100)[-1])
    yield Line("p99 of /health while saturated", statistics.median(found), 50, "ms", _spread(found), at_most=True)


def _ask_health(base_url: str, stop: threading.Event, took: list[float]) -> None:
    while not stop.is_set():
        with httpx.Client(base_url=base_url, timeout=20) as client:  # each time another connection, so any worker
            for _ in range(10):
                began = time.perf_counter()
                client.get("/health")
                took.append((time.perf_counter() - began) * 1000)
                time.sleep(0.005)


def a_page_of_history(bench: Bench) -> Iterator[Line]:
    """20 of 100,000 rows, beside the same view under Django's own ASGI handler."""
    history.fill(bench.tenant, ROWS)
    call = Call("/api/v1/history", bench.sent)
    with serving("benchmarks.django_alone:application") as alone:
        pairs = [
            (bench.ours(call).per_second, _without_errors(load(alone, call, seconds=bench.seconds)).per_second)
            for _ in range(bench.rounds)
        ]
    ratios = [mine / other for mine, other in pairs]
    told = f"{_spread([mine for mine, _ in pairs])} beside {_spread([other for _, other in pairs])} a second"
    yield Line("page of history, times Django's ASGI handler", statistics.median(ratios), 3.0, "x", told)


def held_connections(bench: Bench) -> Iterator[Line]:
    """15,000 that are used once, silent for ten seconds, and used again."""
    wanted = min(HELD, bench.files)
    found = asyncio.run(Held(wanted).run(bench.world.base_url))
    told = f"{found.alive} of {wanted} answered again; {found.before_mb:.0f} MB before"
    yield Line("idle connections held", found.alive, HELD, "", told)
    shared = f"shared pages counted once; {found.resident_mb:.0f} MB counted once a process"
    yield Line("memory of all processes meanwhile", found.during_mb, MOST_MB, "MB", f"{told}; {shared}", at_most=True)


def held_sockets(bench: Bench) -> Iterator[Line]:
    """WebSockets, each opened with a ticket, that are used once, silent for ten seconds, and used again."""
    found = asyncio.run(HeldSockets(SOCKETS).run(bench.world.base_url, bench.tenant.key))
    yield Line("idle WebSockets held", found.alive, SOCKETS, "", f"{found.alive} of {SOCKETS} answered again")
    yield Line("memory of one of them", found.kb_each, MOST_KB, "kB", "with its part of all it needs", at_most=True)


def two_thousand_streams(bench: Bench) -> Iterator[Line]:
    """Transforms by a model that takes two seconds, all at once."""
    found = streams(bench.world, bench.tenant)
    statuses = found.crowd.statuses
    told = f"{dict(statuses)}, p99 {found.crowd.percentile(99):.1f} s; the model had {found.most_at_once} at once"
    yield Line("transforms by a slow model, answered", statuses[200], statuses.total(), "", told)
    yield Line("memory of all processes meanwhile", found.memory_mb, MOST_MB, "MB", "", at_most=True)
    yield Line("p99 of others meanwhile", found.others_p99_ms, OTHERS_MS, "ms", "a repeated question", at_most=True)


def a_steady_run(bench: Bench) -> Iterator[Line]:
    """Cached transforms at 70 % of what there is."""
    call = bench.transform(MESSAGE)
    found = steady(bench.world.base_url, call, most=bench.ours(call).per_second, seconds=bench.steady_seconds)
    told = f"{found.load.per_second:.0f} a second for {bench.steady_seconds:g} s, at most {found.memory_mb:.0f} MB"
    yield Line("errors of a steady run at 70 %", found.load.wrong, 0, "", told, at_most=True)
    yield Line("growth of memory meanwhile", found.grown, 5, "%", told, at_most=True)


MEASURES: dict[str, Callable[[Bench], Iterator[Line]]] = {
    "1-yardstick": beside_the_yardstick,
    "2-p99": at_the_yardsticks_rate,
    "3-uncached": uncached,
    "4-health": health_while_saturated,
    "5-history": a_page_of_history,
    "6-held": held_connections,
    "7-sockets": held_sockets,
    "8-streams": two_thousand_streams,
    "9-steady": a_steady_run,
}


def _warm(bench: Bench) -> None:
    with httpx.Client(base_url=bench.world.base_url, timeout=20) as client:
        for _ in range(20):
            client.post("/api/v1/transform", headers=bench.sent, json=MESSAGE).raise_for_status()


def _token(tenant: Tenant) -> str:
    from apps.accounts.actions.open_token_family import open_token_family

    return open_token_family(user_id=tenant.user_id).access


def _without_errors(found: Load) -> Load:
    if found.wrong:
        raise AssertionError(f"{found.wrong} answers were no success")
    return found


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} ({min(values):.0f}-{max(values):.0f})"


if __name__ == "__main__":
    sys.exit(main())
