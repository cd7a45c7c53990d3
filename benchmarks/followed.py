"""Followers of jobs, for `benchmarks/following.py`: some whose jobs don't get on, and one whose job does. Imported once Django stands."""

import asyncio
import json
import random
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast
from unittest import mock

import psycopg
from django.db import connection
from redis import Redis
from websockets.asyncio.client import ClientConnection

from drills.audience import crowd, follow
from drills.followers import batch
from drills.world import Tenant, World
from tonebridge.queues import progress_log
from tonebridge.queues.actions.claim_next_part import claim_next_part
from tonebridge.queues.actions.finish_part import finish_part
from tonebridge.queues.actions.note_item import note_item
from tonebridge.queues.contracts import JobView, Priority
from tonebridge.queues.topics import log
from tonebridge.queues.topics.log import Entry
from tonebridge.queues.topics.topic import Topic
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

JOBS, STATES, FOLLOWERS, IDLE_S = 2, 100, 100, 15.0
LATE_S = 12.0
"""Until PostgreSQL's statistics have what its quiet connections did."""
APART_S = (0.25, 0.45)
"""Between two states: more than workers leave between two that they tell."""


def idle(world: World, server: "Redis", base: str) -> tuple[float, float]:
    """Redis commands and database transactions a second. Each follows a job of its own that nobody works on; connections that follow nothing are there in both."""
    tenant = world.tenant("idle")
    jobs = [batch(world, tenant, 1) for _ in range(FOLLOWERS)]
    return asyncio.run(_idle(world, server, base, tenant, jobs))


async def _idle(world: World, server: "Redis", base: str, tenant: Tenant, jobs: list[str]) -> tuple[float, float]:
    async with crowd(base, tenant, FOLLOWERS) as sockets:
        await asyncio.sleep(LATE_S)
        without = await _asked_a_second(world, server)
        for socket, job_id in zip(sockets, jobs, strict=True):
            await _subscribe(socket, job_id)
        await asyncio.sleep(LATE_S)
        following = await _asked_a_second(world, server)
    return following[0] - without[0], following[1] - without[1]


async def _subscribe(socket: ClientConnection, job_id: str) -> None:
    await socket.send(json.dumps({"type": "subscribe", "id": "s", "payload": {"channel": f"job:{job_id}"}}))
    assert json.loads(await socket.recv())["type"] == "job.progress"


async def _asked_a_second(world: World, server: "Redis") -> tuple[float, float]:
    before = _commands(server), _transactions(world)
    await asyncio.sleep(IDLE_S)
    after = _commands(server), _transactions(world)
    return (after[0] - before[0]) / IDLE_S, (after[1] - before[1]) / IDLE_S


def _commands(server: "Redis") -> int:
    found = cast(dict[str, dict[str, Any]], server.info("commandstats"))
    return sum(each["calls"] for name, each in found.items() if name != "cmdstat_info")


def _transactions(world: World) -> int:
    with psycopg.connect(world.servers.cluster.url_as("postgres", "postgres")) as database:
        row = database.execute(
            "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname = 'tonebridge'"
        )
        return int((row.fetchone() or [0])[0])


def waits(world: World, base: str) -> list[float]:
    """Milliseconds from when a worker writes a state to the job's log to the state's frame."""
    tenant = world.tenant("followed")
    jobs = [batch(world, tenant, STATES) for _ in range(JOBS)]
    return [wait for job_id in jobs for wait in asyncio.run(_waits(tenant, base, job_id))]


async def _waits(tenant: Tenant, base: str, job_id: str) -> list[float]:
    made, heard = dict[str, float](), list[tuple[str, float]]()
    async with crowd(base, tenant, 1) as (socket,):
        following = asyncio.create_task(follow(socket, job_id, heard))
        await asyncio.sleep(2)
        with _noting_writes(made):
            await asyncio.to_thread(_work, tenant, job_id)
        await asyncio.wait_for(following, 60)
    return [(at - made[name]) * 1000 for name, at in heard if name in made]


def _noting_writes(made: dict[str, float]) -> AbstractContextManager[object]:
    """Inside the block: when each state is written, by its number."""

    def append(entries: Iterable[tuple[Topic, Entry]]) -> None:
        kept = list(entries)
        made.update({str(entry.number): time.perf_counter() for _topic, entry in kept})
        log.append(kept)

    return mock.patch.object(progress_log, "append", append)


def _work(tenant: Tenant, job_id: str) -> None:
    chance = random.Random(7)
    left = STATES
    while left:
        with _part(tenant, job_id) as part:
            left -= part.progress.total
            for _ in range(part.progress.total):
                time.sleep(chance.uniform(*APART_S))
                note_item(job=part, went_well=True)
    connection.close()


@contextmanager
def _part(tenant: Tenant, job_id: str) -> Iterator[JobView]:
    """The next part of the followed job, which ends with the block. Parts of jobs that idle followers follow take their turns first."""
    while True:
        with as_system("drill"):
            part = claim_next_part(kind="transform_part", priority=Priority.DEFAULT, claimant="drill#0")
        assert part is not None
        if str(part.parent_id) == job_id:
            break
    with acting_for(tenant.organization_id):
        yield part
        finish_part(job=part)
