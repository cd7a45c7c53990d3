"""What a connection is told of a job: its states as they come, until the last one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from apps.accounts.contracts import Principal
from apps.transform.contracts import BatchView
from apps.transform.job_shapes import shown_job
from apps.transform.job_watch import event_id, job_watch
from apps.transform.queries.batches import batch_of
from tonebridge.queues.contracts import JobView
from tonebridge.resilience.threads import in_thread


async def states_of(batch: BatchView, last_event_id: str = "") -> AsyncIterator[dict[str, Any]]:
    """The job as JSON values, with `event_id`: how it stands, unless the caller has seen that, then each new state, at most
    five a second. Ends behind the last one.
    """
    with job_watch.following(batch.job, last_event_id) as subscription:
        while True:
            job = await subscription.next()
            yield _state(batch, job)
            if job.finished_at is not None:
                return


_states: dict[tuple[UUID, str, str], dict[str, Any]] = {}
"""The newest states, made once for all who are told."""
MOST_STATES = 200


def _state(batch: BatchView, job: JobView) -> dict[str, Any]:
    name = event_id(job)
    key = (job.id, name, job.status.value)
    if key not in _states:
        if len(_states) >= MOST_STATES:
            _states.clear()
        _states[key] = {"event_id": name, **shown_job(replace(batch, job=job))}
    return _states[key]


_asked: dict[tuple[UUID, UUID, UUID], "asyncio.Task[BatchView]"] = {}
"""Questions under way: a thousand clients that come back at once, as after a restart, ask the database once."""


async def watched(principal: Principal, job_id: UUID) -> BatchView:
    """The job, if it is the caller's own. Raises NotFound."""
    key = (principal.organization_id, principal.user_id, job_id)
    if key not in _asked:
        _asked[key] = asyncio.create_task(in_thread(batch_of, principal, job_id))
        _asked[key].add_done_callback(lambda _task: _asked.pop(key, None))
    return await asyncio.shield(_asked[key])
