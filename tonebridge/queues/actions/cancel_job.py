"""Call a job off."""

from uuid import UUID

from django.db import transaction

from tonebridge.errors import Conflict, NotFound
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import Job
from tonebridge.queues.models.job import UNFINISHED
from tonebridge.queues.progress_log import tell_after_commit
from tonebridge.resilience import clock


@transaction.atomic
def cancel_job(*, organization_id: UUID, job_id: UUID, user_id: UUID | None = None) -> JobView:
    """Cancel a job that isn't over; a run under way finds out when it ends, and its effects are rolled back.

    With `user_id`, one that this person asked for. Cancelling twice is cancelling. Raises NotFound (also for another's
    job), Conflict if it is over.
    """
    mine = Job.objects.filter(organization_id=organization_id, pk=job_id)
    mine = mine.asked_by(organization_id, user_id) if user_id else mine
    job = mine.select_for_update().first()
    if job is None:
        raise NotFound
    if job.status in UNFINISHED:
        _cancel_parts(job)
        job.status, job.finished_at = JobStatus.CANCELLED, clock.now()
        job.save(update_fields=["status", "finished_at", "progress_done", "progress_failed"])
        if job.parts:
            tell_after_commit(job.view())
    if job.status != JobStatus.CANCELLED:
        raise Conflict
    return job.view()


def _cancel_parts(job: Job) -> None:
    """What is done stays done; the item that is under way is rolled back when it ends."""
    if not job.parts:
        return
    parts = Job.objects.filter(parent=job.pk)
    parts.filter(status__in=UNFINISHED).update(status=JobStatus.CANCELLED, finished_at=clock.now())
    job.progress_done, job.progress_failed = parts.items_over()
