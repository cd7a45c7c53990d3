"""Many WebSockets of one process, and what each was told when."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from drills.crew import children_of
from drills.world import PATIENCE_S, Tenant

Frame = dict[str, Any]  # JSON
AT_ONCE = 50


async def opened(base: str, tenant: Tenant, client: httpx.AsyncClient) -> ClientConnection:
    """One connection, by a ticket."""
    answer = await client.post("/api/v1/ws/ticket", headers={"X-API-Key": tenant.key})
    address = f"{base.replace('http', 'ws')}/ws/v1/?ticket={answer.json()['ticket']}"
    return await connect(address, open_timeout=PATIENCE_S, ping_interval=None, compression=None, max_queue=64)


@asynccontextmanager
async def crowd(base: str, tenant: Tenant, count: int) -> AsyncIterator[list[ClientConnection]]:
    """So many connections inside the block."""
    slots = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(base_url=base, timeout=PATIENCE_S) as client:

        async def one() -> ClientConnection:
            async with slots:
                return await opened(base, tenant, client)

        sockets = list(await asyncio.gather(*(one() for _ in range(count))))
        try:
            yield sockets
        finally:
            await asyncio.gather(*(socket.close() for socket in sockets), return_exceptions=True)


async def follow(socket: ClientConnection, job_id: str, heard: list[tuple[str, float]]) -> Frame:
    """Subscribe, note what is told and when, until the last state; that state."""
    await socket.send(json.dumps({"type": "subscribe", "id": "s", "payload": {"channel": f"job:{job_id}"}}))
    while True:
        frame: Frame = json.loads(await socket.recv())
        heard.append((str(frame["payload"].get("event_id")), time.perf_counter()))
        if frame["payload"].get("finished_at") or frame["type"] == "error":
            return frame


async def round_trip(socket: ClientConnection) -> float:
    """Seconds from a ping to its pong."""
    began = time.perf_counter()
    await socket.send(json.dumps({"type": "ping"}))
    await socket.recv()
    return time.perf_counter() - began


def memory_mb(pid: int) -> float:
    """What the process and its children hold for themselves or share of what is shared (PSS)."""
    return sum(_pss_kb(each) for each in (pid, *children_of(pid))) / 1024


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
