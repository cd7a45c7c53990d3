"""Followers of a job that goes on while the server that carries the push doesn't."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from statistics import median
from threading import Event

from drills import Verdict, drill
from drills.audience import crowd, follow
from drills.processes import frozen, kill, start_valkey
from drills.returning import Steps
from drills.world import Tenant, World

STATES = 8
"""Of each phase."""
LONGEST_S = 300.0
"""How long a follower waits for the end, however slow the machine."""
SOON_S, LATE_S, SLOW_S = 0.25, 3.0, 1.5
"""A state while all is well; one of when the trouble begins or has just ended; a worker's step, with the quarter of a second before it."""
Made = list[tuple[int, float]]


@contextmanager
def dead(world: World) -> Iterator[None]:
    """Killed, and started again at the end of the block."""
    kill(world, "valkey")
    try:
        yield
    finally:
        start_valkey(world)


def made(steps: Steps) -> Made:
    """So many states, each with the moment before its worker went on."""
    found = []
    for _ in range(STATES):
        began = time.perf_counter()
        found += [(number, began) for number in steps.go(1)]
    return found


def all_phases(world: World, steps: Steps) -> tuple[Made, ...]:
    """On the main thread: a server ends with the thread that has started it."""
    well = made(steps)
    with frozen(world, "valkey"):
        hung = made(steps)
    with dead(world):
        gone = made(steps)
    steps.end()
    return well, hung, gone


async def heard_of(world: World, tenant: Tenant, job_id: str, begun: Event) -> list[tuple[int, float]]:
    heard: list[tuple[str, float]] = []
    async with crowd(world.base_url, tenant, 1) as (socket,):
        following = asyncio.create_task(follow(socket, job_id, heard))
        await asyncio.sleep(2)
        begun.set()
        await asyncio.wait_for(following, LONGEST_S)
    return [(int(number), at) for number, at in heard]


def heard_meanwhile(world: World, tenant: Tenant, steps: Steps) -> tuple[tuple[Made, ...], list[tuple[int, float]]]:
    begun = Event()
    with ThreadPoolExecutor(1) as pool:
        heard = pool.submit(asyncio.run, heard_of(world, tenant, steps.job_id, begun))
        begun.wait(LONGEST_S)
        phases = all_phases(world, steps)
        return phases, heard.result()


@drill("J9", alone=True)
def followers_hear_of_a_job_while_the_cache_hangs_or_is_dead(world: World) -> Verdict:
    """It goes on, well, while the cache server hangs, and while it is dead: no worker is slowed down, and each state is heard."""
    tenant = world.tenant("alice")
    phases, heard = heard_meanwhile(world, tenant, Steps(world, tenant))
    waits = [[_heard_at(number, heard) - began for number, began in phase] for phase in phases]
    slowest = max(after - before for phase in phases for (_, before), (_, after) in pairwise(phase))
    well, hung, gone = (f"{median(each) * 1000:.0f} (worst {max(each) * 1000:.0f})" for each in waits)
    in_time = median(waits[0]) - 0.25 <= SOON_S and max(max(each) for each in waits) <= LATE_S and slowest <= SLOW_S
    figure = f"ms until a state was heard, with the pause of 250 before it: well {well}, hung {hung}, dead {gone}; "
    figure += f"slowest step of the worker {slowest * 1000:.0f} ms"
    return Verdict(all(each < float("inf") for phase in waits for each in phase), figure, in_time)


def _heard_at(number: int, heard: list[tuple[int, float]]) -> float:
    """When a follower knew of it: by itself or by a later one; never, where it was told of neither."""
    return min((at for each, at in heard if each >= number), default=float("inf"))
