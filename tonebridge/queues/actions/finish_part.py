"""End a part well, and its job if it was the last."""

from django.db import transaction

from tonebridge.queues.actions.finish_job import LeaseLost
from tonebridge.queues.actions.settle_parts import lock_whole, settle_whole
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


@transaction.atomic
def finish_part(*, job: JobView) -> None:
    """Its items were counted one by one (`note_item`). Raises LeaseLost unless this run holds it."""
    lock_whole(job.parent_id)
    finished = Job.objects.held(job).update(status=JobStatus.SUCCEEDED, error_code="", finished_at=clock.now())
    if not finished:
        raise LeaseLost
    settle_whole(job.parent_id)
