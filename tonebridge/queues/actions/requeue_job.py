"""Requeue a part that takes long, so that others are served."""

from functools import partial

from django.db import transaction

from tonebridge.queues.actions.finish_job import LeaseLost
from tonebridge.queues.actions.send_job import send_job
from tonebridge.queues.backoff import send_again_from
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


@transaction.atomic
def requeue_job(*, job: JobView) -> None:
    """Queue a part that has got on but isn't done. Raises LeaseLost unless this run holds it."""
    now = clock.now()
    queued = Job.objects.held(job).update(
        status=JobStatus.QUEUED, due_at=None, lease_until=send_again_from(now, waiting_since=now)
    )
    if not queued:
        raise LeaseLost
    transaction.on_commit(partial(send_job, job), robust=True)
