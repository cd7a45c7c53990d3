"""Take the part of a job whose organization has waited longest."""

from uuid import UUID

from django.db import connection, transaction

from tonebridge.queues.actions.claim_job import claim_job
from tonebridge.queues.contracts import JobStatus, JobView, Priority
from tonebridge.queues.models import Job
from tonebridge.queues.progress_log import tell_after_commit
from tonebridge.resilience import clock

NEXT = """
    SELECT waiting.id, waiting.holder
    FROM (
        SELECT DISTINCT ON (organization_id) id, created_at,
               COALESCE(organization_id, '00000000-0000-0000-0000-000000000000') AS holder
        FROM jobs
        WHERE finished_at IS NULL AND status = 'queued' AND parent_id IS NOT NULL AND kind = %(kind)s
          AND priority = %(queue)s AND attempt < attempts_most AND (due_at IS NULL OR due_at <= %(now)s)
        ORDER BY organization_id, created_at, id
    ) AS waiting
    LEFT JOIN queue_turns AS turn ON turn.holder = waiting.holder AND turn.queue = %(queue)s
    ORDER BY turn.served_at NULLS FIRST, waiting.created_at
    LIMIT 1
"""
SERVED = """
    INSERT INTO queue_turns (holder, queue, served_at) VALUES (%s, %s, clock_timestamp())
    ON CONFLICT (holder, queue) DO UPDATE SET served_at = EXCLUDED.served_at
"""
TRIES = 20
"""How often another worker may be quicker before this one leaves the rest to the messages that follow."""


def claim_next_part(*, kind: str, priority: Priority, claimant: str, dead_claimant: str = "") -> JobView | None:
    """Start the next part of this kind in this queue, whichever message has come: organizations are served in turn, a part each.

    What a run that is known to have died (`dead_claimant`) has left comes first. None when nothing waits.
    """
    if left := _left_by(dead_claimant):
        return claim_job(job_id=left, claimant=claimant, dead_claimant=dead_claimant)
    for _ in range(TRIES):
        found = _next(kind, priority)
        if found is None:
            return None
        if job := _claimed(*found, priority=priority, claimant=claimant):
            return job
    return None


def _left_by(claimant: str) -> UUID | None:
    if not claimant:
        return None
    running = Job.objects.filter(finished_at=None, status=JobStatus.RUNNING, claimed_by=claimant)
    return running.values_list("pk", flat=True).first()


def _next(kind: str, priority: Priority) -> tuple[UUID, UUID] | None:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"kind": kind, "queue": priority.value, "now": clock.now()})
        row: tuple[UUID, UUID] | None = cursor.fetchone()
        return row


@transaction.atomic
def _claimed(job_id: UUID, holder: UUID, *, priority: Priority, claimant: str) -> JobView | None:
    job = claim_job(job_id=job_id, claimant=claimant)
    if job is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(SERVED, [holder, priority.value])
    begun = Job.objects.filter(children=job.id, status=JobStatus.QUEUED)
    if begun.update(status=JobStatus.RUNNING, started_at=job.started_at):
        tell_after_commit(Job.objects.get(children=job.id).view())
    return job
