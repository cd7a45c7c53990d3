"""Followers whose connection breaks, and what they are told when they are back."""

import asyncio
import json
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import httpx
from django_redis import get_redis_connection

from drills import Verdict, drill
from drills.audience import opened
from drills.followers import batch
from drills.processes import kill, start_valkey
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.queues.actions.claim_next_part import claim_next_part
from tonebridge.queues.actions.finish_part import finish_part
from tonebridge.queues.actions.note_item import note_item
from tonebridge.queues.contracts import JobView, Priority
from tonebridge.queues.progress_log import number_of
from tonebridge.queues.queries.jobs import asked_job
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

ITEMS = 25
State = dict[str, Any]  # JSON


def claimed(job_id: str) -> JobView:
    """Its part, as a worker has it. Parts that other drills left take their turns first."""
    while True:
        with as_system("drill"):
            part = claim_next_part(kind="transform_part", priority=Priority.DEFAULT, claimant="drill#0")
        assert part is not None
        if str(part.parent_id) == job_id:
            return part


class Steps:
    """A job that gets on by an item when it is told to, further apart than progress is told."""

    def __init__(self, world: World, tenant: Tenant) -> None:
        self.tenant, self.job_id = tenant, batch(world, tenant, ITEMS)
        self.part = claimed(self.job_id)

    def go(self, items: int) -> list[int]:
        """So many items further; the numbers of the states."""
        made = []
        for _ in range(items):
            time.sleep(0.25)
            with acting_for(self.tenant.organization_id):
                note_item(job=self.part, went_well=True)
            made.append(self._number())
        return made

    def end(self) -> int:
        with acting_for(self.tenant.organization_id):
            finish_part(job=self.part)
        return self._number()

    def _number(self) -> int:
        assert self.part.parent_id is not None
        with acting_for(self.tenant.organization_id):
            return number_of(asked_job(self.tenant.organization_id, self.tenant.user_id, self.part.parent_id))


async def seen(base: str, tenant: Tenant, job_id: str, last: str, enough: Callable[[list[State]], bool]) -> list[State]:
    """What a connection is told until it breaks off: without a farewell, once that is enough."""
    async with httpx.AsyncClient(base_url=base, timeout=PATIENCE_S) as client:
        socket = await opened(base, tenant, client)
    payload = {"channel": f"job:{job_id}", "last_event_id": last}
    await socket.send(json.dumps({"type": "subscribe", "id": "s", "payload": payload}))
    told: list[State] = []
    async with asyncio.timeout(PATIENCE_S):
        while not enough(told):
            told.append(json.loads(await socket.recv())["payload"])
    socket.transport.abort()
    return told


def streamed(world: World, tenant: Tenant, job_id: str, last: str, *, most: int = 1_000) -> list[State]:
    """The same by server-sent events, to the job's end or until there were `most`."""
    url, headers = f"{world.base_url}/api/v1/jobs/{job_id}/events", {"X-API-Key": tenant.key, "Last-Event-ID": last}
    with httpx.stream("GET", url, headers=headers, timeout=PATIENCE_S) as answer:
        data = (line.removeprefix("data: ") for line in answer.iter_lines() if line.startswith("data: "))
        return [json.loads(line) for line in islice(data, most)]


def numbers(told: list[State]) -> list[int]:
    return [int(state["event_id"]) for state in told]


@drill("J8")
def who_comes_back_has_missed_nothing_or_is_told_so(world: World) -> Verdict:
    """A connection breaks; the job gets on with nobody watching; the next one hears each state, over both doors. Then the
    server of the logs is wiped, and then it is away.
    """
    tenant = world.tenant("alice")
    steps = Steps(world, tenant)
    first = asyncio.run(seen(world.base_url, tenant, steps.job_id, "", lambda told: len(told) == 1))
    missed = steps.go(12)
    last = first[-1]["event_id"]
    began = time.perf_counter()
    told = asyncio.run(seen(world.base_url, tenant, steps.job_id, last, lambda found: len(found) >= len(missed)))
    took = time.perf_counter() - began
    whole = numbers(told) == missed and not any("resync" in state for state in told)

    steps.go(2)
    get_redis_connection("default").flushdb()
    steps.go(2)
    wiped = asyncio.run(seen(world.base_url, tenant, steps.job_id, told[-1]["event_id"], lambda found: len(found) == 1))
    kill(world, "valkey")
    away = streamed(world, tenant, steps.job_id, last, most=1)
    start_valkey(world)
    time.sleep(3)  # left alone meanwhile
    again = steps.go(3)
    ended = steps.end()
    streaming = numbers(streamed(world, tenant, steps.job_id, str(again[0])))
    says_so = [state.get("resync", False) for state in (*wiped, *away)]
    passed = whole and says_so == [True, True] and streaming == [*again[1:], ended]
    figure = (
        f"{len(told)} of {len(missed)} states missed were told in order, {took * 1000:.0f} ms after it called again; "
    )
    figure += f"wiped and away: resync {says_so}; {len(streaming)} of {len(again)} over server-sent events"
    return Verdict(passed, figure)
