"""What a connection is told of a job: its states as they come, until the last one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from apps.accounts.contracts import Principal
from apps.transform.contracts import BatchView
from apps.transform.live.job_shapes import shown_job
from apps.transform.live.job_watch import event_id, job_watch
from apps.transform.queries.batches import batch_of
from tonebridge.queues.contracts import JobView
from tonebridge.queues.progress_log import Missed, missed_since, number_of, tell
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread


async def states_of(batch: BatchView, last_event_id: str = "") -> AsyncIterator[dict[str, Any]]:
    """The job as JSON values, with `event_id`: what was told since the caller was told `last_event_id`; how it stands, unless
    the caller has seen that; then each new state, at most five a second. Ends behind the last one.

    Where what was missed isn't known any more, the first state says `resync`.
    """
    with job_watch.following(batch.job, last_event_id) as subscription:
        missed = await _missed(batch.job, last_event_id)
        for job in missed.states:
            yield _state(batch, job)
            subscription.took(job)
        if missed.states and missed.states[-1].finished_at is not None:
            return
        more = {"resync": True} if missed.is_gap else {}
        while True:
            job = await subscription.next()
            yield _state(batch, job) | more
            if job.finished_at is not None:
                return
            more = {}


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


_asked: dict[Hashable, "asyncio.Task[Any]"] = {}
"""Questions under way: a thousand clients that come back at once, as after a restart, ask once."""
Answer = TypeVar("Answer")


async def watched(principal: Principal, job_id: UUID) -> BatchView:
    """The job, if it is the caller's own. Raises NotFound."""
    key = (principal.organization_id, principal.user_id, job_id)
    return await _asked_once(key, partial(_watched, principal, job_id))


def _watched(principal: Principal, job_id: UUID) -> BatchView:
    """It is about to be told, so its log knows of it."""
    batch = batch_of(principal, job_id)
    tell([batch.job])
    return batch


async def _missed(job: JobView, last_event_id: str) -> Missed:
    if not last_event_id:
        return Missed((), is_gap=False)
    with deadline.lifted():  # of the frame that asked: following goes on behind it
        return await _asked_once((job.id, number_of(job), last_event_id), partial(missed_since, job, last_event_id))


async def _asked_once(key: Hashable, question: Callable[[], Answer]) -> Answer:
    if key not in _asked:
        _asked[key] = asyncio.create_task(in_thread(question))
        _asked[key].add_done_callback(lambda _task: _asked.pop(key, None))
    answer: Answer = await asyncio.shield(_asked[key])
    return answer
