"""A job's progress as server-sent events (WHATWG), for those without WebSockets."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from apps.accounts.contracts import Principal, Scope
from apps.transform.live.job_feed import states_of, watched
from tonebridge.errors import RateLimited
from tonebridge.limits.connections import live, most_connections
from tonebridge.rest.lanes import Call, Lane, Streamed

HEARTBEAT_S = 15.0
"""A line that says nothing, so that proxies and clients see that the connection lives."""
KIND = "text/event-stream"


async def events(call: Call) -> Streamed:
    """How the job stands, whenever that changes; the last event is final. With `Last-Event-ID`, all that was told since; where that
    isn't known any more, how it stands, with `resync`.
    """
    principal: Principal = call.principal
    batch = await watched(principal, call.ids["job_id"])
    if not live.open(principal.organization_id, most_connections(principal.plan.code)):
        raise RateLimited(retry_after_s=5)
    states = states_of(batch, call.headers.get("last-event-id", "")[:40])
    return Streamed(_server_sent(principal, states), KIND)


async def _server_sent(principal: Principal, states: AsyncIterator[dict[str, Any]]) -> AsyncGenerator[bytes, None]:
    coming = _next(states)
    try:
        yield b"retry: 2000\n\n"
        while True:
            await asyncio.wait({coming}, timeout=HEARTBEAT_S)
            if not coming.done():
                yield b": still here\n\n"
                continue
            state = coming.result()
            if state is None:
                return
            yield _event(state)
            coming = _next(states)
    finally:
        live.close(principal.organization_id)
        coming.cancel()


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
        content_type=KIND,
        resumes=True,
    )
]
