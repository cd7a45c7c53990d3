"""An attempt went wrong."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from tonebridge.queues.actions.bury_job import bury_job
from tonebridge.queues.actions.ring_job import ring_job
from tonebridge.queues.backoff import retry_delay_s, ring_again_from
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


def fail_job(*, job: JobView, error: BaseException) -> JobStatus | None:
    """Try again later, or give up: at once for a permanent error, else after `settings.JOB_MAX_ATTEMPTS` attempts.

    Answers what the job is now, or None if this run had lost it.
    """
    failure = failure_of(error)
    if failure.permanent or job.attempt >= settings.JOB_MAX_ATTEMPTS:
        return bury_job(job=job, failure=failure)
    return _try_later(job, failure.code, retry_delay_s(job.attempt, at_least=failure.wait_s))


@transaction.atomic
def _try_later(job: JobView, code: str, delay_s: float) -> JobStatus | None:
    due = clock.now() + timedelta(seconds=delay_s)
    queued = Job.objects.held(job).update(
        status=JobStatus.QUEUED, error_code=code, lease_until=ring_again_from(due, waiting_since=due)
    )
    if not queued:
        return None
    transaction.on_commit(partial(ring_job, job, countdown=delay_s), robust=True)
    return JobStatus.QUEUED
