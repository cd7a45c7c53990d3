"""Give a job up, and keep what is needed to start it again."""

from django.conf import settings
from django.db import transaction

from tonebridge.queues.actions.record_dead_letter import record_dead_letter
from tonebridge.queues.actions.settle_parts import lock_whole, settle_whole
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.failures import Failure
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


@transaction.atomic
def bury_job(*, job: JobView, failure: Failure) -> JobStatus | None:
    """End this run as `failed` (the failure is permanent) or `dead`, with a dead letter. None if it had lost its job."""
    lock_whole(job.parent_id)
    held = Job.objects.select_for_update().held(job).first()
    if held is None:
        return None
    held.status = JobStatus.FAILED if failure.permanent else JobStatus.DEAD
    held.error_code, held.finished_at = failure.code, clock.now()
    held.save(update_fields=["status", "error_code", "finished_at"])
    settle_whole(held.parent_id)
    record_dead_letter(
        task_id=held.claimed_by,
        task=settings.JOB_TASKS.get(held.kind, held.kind),
        args=[str(held.id)],
        kwargs={},
        failure=failure,
        attempts=held.attempt,
        job=held,
    )
    return JobStatus(held.status)
