"""Live connections: many at once, bad ones among them, and none that hears of what isn't its own."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from statistics import median, quantiles
from typing import Any

import httpx
from django.db import connection
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode

from apps.transform.live.job_watch import event_id
from apps.transform.tasks import transform_part
from drills import Verdict, drill
from drills.audience import Frame, crowd, follow, memory_mb, opened, round_trip
from drills.processes import process
from drills.rows import rows_of
from drills.world import PATIENCE_S, Tenant, World
from tonebridge.queues.actions.claim_next_part import claim_next_part
from tonebridge.queues.actions.finish_part import finish_part
from tonebridge.queues.actions.note_item import note_item
from tonebridge.queues.contracts import JobStatus, JobView, Priority
from tonebridge.queues.queries.jobs import asked_job
from tonebridge.tenancy.identity import acting_for
from tonebridge.tenancy.system import as_system

CLIENTS = 1_000
ITEMS = 25
MESSAGES = 2
"""Of the job whose owner is another."""
LONGEST_S = 300.0
"""How long the last state is waited for, however slow the machine."""


def batch(world: World, tenant: Tenant, items: int = ITEMS) -> str:
    """The id of a job that nobody works on."""
    body = {"items": [{"text": f"{n} 直せ。", "transformation_type": "soften"} for n in range(items)]}
    return str(world.call(tenant, "POST", "/api/v1/transform/batch", body).json()["id"])


class Pacer:
    """Gets a job on, item after item, and knows when each state came to be."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant, self.made = tenant, dict[str, float]()

    def work(self) -> None:
        """A state every half second, until the last."""
        with as_system("drill"):
            part = claim_next_part(kind="transform_part", priority=Priority.DEFAULT, claimant="drill#0")
        assert part is not None
        for _ in range(part.progress.total):
            time.sleep(0.5)
            with acting_for(self.tenant.organization_id):
                note_item(job=part, went_well=True)
                self._note(part)
        with acting_for(self.tenant.organization_id):
            finish_part(job=part)
            self._note(part)
        connection.close()

    def _note(self, part: JobView) -> None:
        whole = asked_job(self.tenant.organization_id, self.tenant.user_id, _parent(part))
        self.made[event_id(whole)] = time.perf_counter()


def _parent(part: JobView) -> Any:
    assert part.parent_id is not None
    return part.parent_id


@drill("J6", ci=False)
def a_thousand_clients_follow_one_job_to_its_end(world: World) -> Verdict:
    """One process: every client hears the last state; the wait for any state; what the process holds."""
    tenant = world.tenant("alice")
    base = world.start_web(TONEBRIDGE_WORKERS="1")
    pid = process(world, "web").pid
    job_id = batch(world, tenant)
    pacer = Pacer(tenant)

    async def story() -> tuple[list[Frame], list[float], float]:
        async with crowd(base, tenant, CLIENTS) as sockets:
            heard: list[list[tuple[str, float]]] = [[] for _ in sockets]
            following = [
                asyncio.create_task(follow(socket, job_id, ears)) for socket, ears in zip(sockets, heard, strict=True)
            ]
            await asyncio.sleep(5)
            await asyncio.to_thread(pacer.work)
            finals = await asyncio.wait_for(asyncio.gather(*following), LONGEST_S)
            waits = [at - pacer.made[name] for ears in heard for name, at in ears if name in pacer.made]
            return finals, waits, memory_mb(pid)

    finals, waits, memory = asyncio.run(story())
    ended = sum(frame["payload"].get("status") == JobStatus.SUCCEEDED for frame in finals)
    middle, late = median(waits) * 1000, quantiles(waits, n=20)[-1] * 1000
    figure = (
        f"{ended} of {CLIENTS} saw the end; median {middle:.0f} ms, p95 {late:.0f} ms of {len(waits)}; {memory:.0f} MB"
    )
    return Verdict(ended == CLIENTS and memory <= 400, figure, middle <= 250)


@drill("L6", ci=False)
def a_thousand_idle_connections_cost_little(world: World) -> Verdict:
    """Memory of each; twenty questions a second among them, and how long an answer takes."""
    tenant = world.tenant("alice")
    base = world.start_web(TONEBRIDGE_WORKERS="1")
    pid = process(world, "web").pid

    async def story() -> tuple[float, list[float]]:
        async with crowd(base, tenant, 20) as _warm:
            before = memory_mb(pid)
            async with crowd(base, tenant, CLIENTS) as sockets:
                held = memory_mb(pid) - before
                trips = []
                for number in range(400):
                    trips.append(await round_trip(sockets[number * 7 % CLIENTS]))
                    await asyncio.sleep(0.05)
                return held * 1024 / CLIENTS, trips

    each_kb, trips = asyncio.run(story())
    p95 = quantiles(trips, n=20)[-1] * 1000
    return Verdict(each_kb <= 60, f"{each_kb:.0f} kB each; p95 of {len(trips)} answers {p95:.0f} ms", p95 <= 200)


async def _binary(socket: ClientConnection) -> None:
    await socket.send(b"\x00\x01")


async def _megabyte(socket: ClientConnection) -> None:
    await socket.send("x" * 1_000_000)


async def _long(socket: ClientConnection) -> None:
    await socket.send("x" * 150_000)


async def _bad_utf8(socket: ClientConnection) -> None:
    await _raw(socket, Opcode.TEXT, b"\xff\xfe\xfd")


async def _fragments(socket: ClientConnection) -> None:
    await socket.send("x" for _ in range(5_000))  # a few more than are read of one message: many would reset the line


async def _flood(socket: ClientConnection) -> None:
    for _ in range(1_000):
        await socket.send('{"type": "ping"}')


async def _raw(socket: ClientConnection, opcode: Opcode, data: bytes) -> None:
    """A frame as it is, whatever the library thinks of it."""
    from websockets.frames import Frame as Wire

    socket.transport.write(Wire(opcode, data).serialize(mask=True))


ABUSES: dict[str, tuple[Callable[[ClientConnection], Awaitable[None]], set[int]]] = {
    "binary": (_binary, {1003}),
    "a megabyte": (_megabyte, {1009}),
    "150,000 characters": (_long, {1009}),
    "bad UTF-8": (_bad_utf8, {1007}),
    "5,000 fragments": (_fragments, {1009}),
    "1,000 at once": (_flood, {1008}),
}


@drill("B10")
def a_connection_that_misbehaves_is_closed_and_no_other(world: World) -> Verdict:
    """Binary, far too large, no UTF-8, in crumbs, too fast: each closed for its reason; a neighbour goes on."""
    tenant, base = world.tenant("alice"), world.base_url

    async def story() -> dict[str, int]:
        async with httpx.AsyncClient(base_url=base, timeout=PATIENCE_S) as client:
            neighbour = await opened(base, tenant, client)
            codes = {
                name: await _closed_with(await opened(base, tenant, client), abuse[0]) for name, abuse in ABUSES.items()
            }
            slowest = max([await round_trip(neighbour) for _ in range(5)])
            await neighbour.close()
            return codes | {"neighbour_ms": int(slowest * 1000)}

    codes = asyncio.run(story())
    waited = codes.pop("neighbour_ms")
    wrong = [name for name, code in codes.items() if code not in ABUSES[name][1]]
    told = ", ".join(f"{name} {code}" for name, code in codes.items())
    return Verdict(not wrong, f"{told}; the neighbour was answered within {waited} ms", waited < 2_000)


async def _closed_with(socket: ClientConnection, abuse: Callable[[ClientConnection], Awaitable[None]]) -> int:
    with suppress(ConnectionClosed, OSError):
        await abuse(socket)
    with suppress(ConnectionClosed, TimeoutError, OSError):
        async with asyncio.timeout(PATIENCE_S):
            while True:
                await socket.recv()
    return socket.close_code or 0


@drill("T6")
def jobs_and_live_news_are_their_owners_alone(world: World) -> Verdict:
    """A forged organization in a message, another's job subscribed to, a worker that still acts for somebody else."""
    alice, mallory = world.tenant("alice"), world.tenant("mallory")
    job_id = batch(world, alice, MESSAGES)
    forged = {"organization_id": str(alice.organization_id), "user_id": str(alice.user_id)}
    frames = [
        {"type": "subscribe", "payload": {"channel": f"job:{job_id}"}},
        {"type": "subscribe", "payload": {"channel": f"job:{job_id}"} | forged},
        {"type": "subscribe", "organization_id": forged["organization_id"], "payload": {"channel": f"job:{job_id}"}},
    ]

    async def story() -> list[str]:
        async with httpx.AsyncClient(base_url=world.base_url, timeout=PATIENCE_S) as client:
            socket = await opened(world.base_url, mallory, client)
            told = []
            for frame in frames:
                await socket.send(json.dumps(frame))
                told.append(str(json.loads(await socket.recv())["payload"].get("code")))
            await socket.close()
            return told

    told = asyncio.run(story())
    over_http = {
        world.call(mallory, "GET", f"/api/v1/jobs/{job_id}{path}").status_code
        for path in ("", "/results", "/events", "/results/download")
    }
    cancelled = world.call(mallory, "POST", f"/api/v1/jobs/{job_id}/cancel").status_code
    with acting_for(mallory.organization_id):
        for _ in range(MESSAGES):  # a turn does both, but on a slow machine, where it ends behind the first
            transform_part.apply(args=[job_id], routing_key=Priority.DEFAULT.value)
    theirs, hers = rows_of(mallory, "batch_results"), rows_of(alice, "batch_results")
    refused = told == ["NOT_FOUND", "VALIDATION_ERROR", "NOT_FOUND"] and over_http == {404} and cancelled == 404
    figure = f"frames {told}, doors {sorted(over_http)}, cancelling {cancelled}; a worker in a stranger's name wrote "
    return Verdict(
        refused and (theirs, hers) == (0, MESSAGES), figure + f"{theirs} rows of theirs and {hers} of the owner's"
    )
