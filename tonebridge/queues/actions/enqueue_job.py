"""Leave work behind, in the caller's transaction."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tonebridge.queues.actions.send_job import send_job
from tonebridge.queues.backoff import send_again_from
from tonebridge.queues.contracts import Ids, JobView, Priority
from tonebridge.queues.models import Job
from tonebridge.queues.payload import require_ids
from tonebridge.resilience import clock
from tonebridge.resilience.threads import afterwards
from tonebridge.statements.together import Part, insertion


def enqueue_job(
    *,
    kind: str,
    payload_ids: Ids,
    organization_id: UUID | None,
    priority: Priority = Priority.DEFAULT,
    total: int = 1,
) -> JobView:
    """Write the job and send its task once the transaction commits. A broker that is away delays it, never fails it.

    `kind` is one of `settings.JOB_TASKS`; `payload_ids` become the task's keyword arguments; `total` counts its items.
    Raises ValueError for an unknown kind and for a payload that holds anything but ids.
    """
    job = new_job(kind=kind, payload_ids=payload_ids, organization_id=organization_id, priority=priority, total=total)
    job.save(force_insert=True)
    send_after_commit(job.view())
    return job.view()


def enqueueing(
    *, kind: str, payload_ids: Ids, organization_id: UUID | None, after: str, priority: Priority = Priority.DEFAULT
) -> tuple[Part, JobView]:
    """The job as a part of a statement that does more; the caller sends it afterwards (`send_after_commit`).

    Raises what `enqueue_job` raises.
    """
    job = new_job(kind=kind, payload_ids=payload_ids, organization_id=organization_id, priority=priority)
    return insertion("enqueued", job, after=after), job.view()


def send_after_commit(job: JobView) -> None:
    """Send a job that was written in this transaction, or has been where there is none any more.

    A request is answered first: a broker that hangs takes half a second, and the reaper sends what was not sent.
    """
    transaction.on_commit(partial(afterwards, partial(send_job, job)), robust=True)


def new_job(
    *, kind: str, payload_ids: Ids, organization_id: UUID | None, priority: Priority = Priority.DEFAULT, total: int = 1
) -> Job:
    """The row, unsaved."""
    if kind not in settings.JOB_TASKS:
        raise ValueError(f"{kind!r} is not in settings.JOB_TASKS")
    require_ids(payload_ids)
    now = clock.now()
    return Job(
        organization_id=organization_id,
        kind=kind,
        payload_ids=dict(payload_ids),
        priority=priority,
        progress_total=total,
        lease_until=send_again_from(now, waiting_since=now),
        created_at=now,
    )
