"""End a job well."""

from django.db.models import F

from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


class LeaseLost(Exception):
    """This run no longer holds its job: it was cancelled, or given to another worker meanwhile."""


def finish_job(*, job: JobView, failed: int = 0) -> None:
    """Mark the job done, with `failed` of its items not so. Raises LeaseLost unless this very attempt still holds it.

    Called in the transaction of the job's effects, it makes them happen exactly once: a run that lost its lease is
    rolled back.
    """
    finished = Job.objects.held(job).update(
        status=JobStatus.SUCCEEDED,
        progress_done=F("progress_total") - failed,
        progress_failed=failed,
        error_code="",
        finished_at=clock.now(),
    )
    if not finished:
        raise LeaseLost
