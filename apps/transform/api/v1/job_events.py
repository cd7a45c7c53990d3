"""A job's progress as server-sent events (WHATWG), for those without WebSockets."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.open_connections import OpenConnection
from apps.transform.job_feed import states_of, watched
from apps.transform.live_watch import watch
from tonebridge.errors import RateLimited
from tonebridge.resilience.connections import live, most_connections
from tonebridge.rest.lanes import Call, Lane, Streamed

HEARTBEAT_S = 15.0
"""A line that says nothing, so that proxies and clients see that the connection lives."""
KIND = "text/event-stream"


class Listener:
    """An open stream, which ends with the credential that opened it (`live_watch`)."""

    def __init__(self, principal: Principal) -> None:
        self.principal, self.over = principal, asyncio.Event()

    def opened_by(self) -> OpenConnection:
        return OpenConnection(self.principal)

    async def end(self) -> None:
        self.over.set()


async def events(call: Call) -> Streamed:
    """How the job stands, whenever that changes; the last event is final. With `Last-Event-ID`, all that was told since; where that
    isn't known any more, how it stands, with `resync`.
    """
    principal: Principal = call.principal
    batch = await watched(principal, call.ids["job_id"])
    if not live.open(principal.organization_id, most_connections(principal.plan.code)):
        raise RateLimited(retry_after_s=5)
    states = states_of(batch, call.headers.get("last-event-id", "")[:40])
    return Streamed(_told(Listener(principal), states), KIND)


async def _told(listener: Listener, states: AsyncIterator[dict[str, Any]]) -> AsyncGenerator[bytes, None]:
    watch.add(listener)
    over, coming = asyncio.create_task(listener.over.wait()), _next(states)
    try:
        yield b"retry: 2000\n\n"
        while True:
            await asyncio.wait({over, coming}, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
            if over.done():
                return
            if not coming.done():
                yield b": still here\n\n"
                continue
            state = coming.result()
            if state is None:
                return
            yield _event(state)
            coming = _next(states)
    finally:
        watch.discard(listener)
        live.close(listener.principal.organization_id)
        for task in (over, coming):
            task.cancel()


def _next(states: AsyncIterator[dict[str, Any]]) -> "asyncio.Task[dict[str, Any] | None]":
    async def following() -> dict[str, Any] | None:
        return await anext(states, None)

    return asyncio.create_task(following())


def _event(state: dict[str, Any]) -> bytes:
    payload = json.dumps(state, ensure_ascii=False)
    return f"id: {state['event_id']}\nevent: job.progress\ndata: {payload}\n\n".encode()


LANES = [
    Lane(
        "GET",
        "/api/v1/jobs/{job_id}/events",
        events,
        Scope.TRANSFORM,
        "Follow a job (server-sent events)",
        "jobs",
        content_type=KIND,
    )
]
