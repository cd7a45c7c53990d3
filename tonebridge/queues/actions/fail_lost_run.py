"""Speak for a run that can't any more."""

from tonebridge.queues.actions.fail_job import fail_job
from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import Job


def fail_lost_run(*, task_id: str, error: BaseException) -> JobStatus | None:
    """Fail the job that a run of the message `task_id` still holds: not always the one that the message names, since parts
    of jobs take turns. Answers what it is now, None if there is none.
    """
    runs = Job.objects.filter(finished_at=None, status=JobStatus.RUNNING, claimed_by__startswith=f"{task_id}#")
    running = runs.first()
    return fail_job(job=running.view(), error=error) if running else None
