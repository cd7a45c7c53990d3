"""Speak for a run that can't any more."""

from uuid import UUID

from tonebridge.queues.actions.fail_job import fail_job
from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import Job


def fail_lost_run(*, job_id: UUID, task_id: str, error: BaseException) -> JobStatus | None:
    """Fail the job if a run of the message `task_id` still holds it. Answers what it is now, None if none did."""
    running = Job.objects.filter(pk=job_id, status=JobStatus.RUNNING, claimed_by__startswith=f"{task_id}#").first()
    return fail_job(job=running.view(), error=error) if running else None
