"""Call a job off."""

from uuid import UUID

from django.db import transaction

from tonebridge.errors import Conflict, NotFound
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import Job
from tonebridge.queues.models.job import UNFINISHED
from tonebridge.resilience import clock


@transaction.atomic
def cancel_job(*, organization_id: UUID, job_id: UUID) -> JobView:
    """Cancel a job that isn't over; a run under way finds out when it ends, and its effects are rolled back.

    Cancelling twice is cancelling. Raises NotFound (also for another organization's job), Conflict if it is over.
    """
    job = Job.objects.select_for_update().filter(organization_id=organization_id, pk=job_id).first()
    if job is None:
        raise NotFound
    if job.status in UNFINISHED:
        job.status, job.finished_at = JobStatus.CANCELLED, clock.now()
        job.save(update_fields=["status", "finished_at"])
    if job.status != JobStatus.CANCELLED:
        raise Conflict
    return job.view()
