"""Leave much work behind at once: a job of many parts, each claimed, retried and given up on its own."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction

from tonebridge.queues.actions.enqueue_job import new_job
from tonebridge.queues.actions.send_job import send_job
from tonebridge.queues.contracts import JobView, PartWanted, Priority
from tonebridge.queues.models import Job
from tonebridge.queues.progress_log import tell_after_commit
from tonebridge.resilience.threads import afterwards


@transaction.atomic
def enqueue_parts(
    *,
    kind: str,
    parts: Sequence[PartWanted],
    organization_id: UUID,
    user_id: UUID,
    priority: Priority = Priority.DEFAULT,
) -> JobView:
    """Write the job and its parts, all of the same kind, and send each part once the transaction commits.

    The job itself is what a person follows (`queries/jobs.py`): it stands for its parts and ends with the last of them.
    Raises ValueError for no parts, and what `enqueue_job` raises.
    """
    if not parts:
        raise ValueError("a job of no parts")
    total = sum(each.total for each in parts)
    whole = new_job(kind=kind, payload_ids={}, organization_id=organization_id, priority=priority, total=total)
    whole.user_id, whole.parts = user_id, len(parts)
    whole.save(force_insert=True)
    rows = [_part(whole, each) for each in parts]
    Job.objects.bulk_create(rows, batch_size=1000)
    transaction.on_commit(partial(afterwards, partial(_send, [row.view() for row in rows])), robust=True)
    tell_after_commit(whole.view())
    return whole.view()


def _part(whole: Job, wanted: PartWanted) -> Job:
    row = new_job(
        kind=whole.kind,
        payload_ids=wanted.payload_ids,
        organization_id=whole.organization_id,
        priority=Priority(whole.priority),
        total=wanted.total,
    )
    row.user_id, row.parent_id = whole.user_id, whole.id
    return row


def _send(parts: Sequence[JobView]) -> None:
    """A message a part, so that one that is lost costs little. A broker that is away is not asked again and again."""
    for part in parts:
        if not send_job(part):
            return
