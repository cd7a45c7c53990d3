"""An attempt went wrong."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction

from tonebridge.queues.actions.bury_job import bury_job
from tonebridge.queues.actions.send_job import send_job
from tonebridge.queues.backoff import retry_delay_s, send_again_from
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


def fail_job(*, job: JobView, error: BaseException) -> JobStatus | None:
    """Try again later, or give up: at once for a permanent error, else after the attempts that it has.

    Answers what the job is now, or None if this run had lost it.
    """
    failure, most = failure_of(error), _attempts_most(job)
    if failure.permanent or job.attempt >= most:
        return bury_job(job=job, failure=failure)
    in_vain = settings.JOB_MAX_ATTEMPTS - (most - job.attempt)
    return _try_later(job, failure.code, retry_delay_s(in_vain, at_least=failure.wait_s))


def _attempts_most(job: JobView) -> int:
    """As it is now: a run that has got on has earned more."""
    most = Job.objects.held(job).values_list("attempts_most", flat=True).first()
    return most or job.attempts_most


@transaction.atomic
def _try_later(job: JobView, code: str, delay_s: float) -> JobStatus | None:
    due = clock.now() + timedelta(seconds=delay_s)
    queued = Job.objects.held(job).update(
        status=JobStatus.QUEUED, error_code=code, due_at=due, lease_until=send_again_from(due, waiting_since=due)
    )
    if not queued:
        return None
    transaction.on_commit(partial(send_job, job, countdown=delay_s), robust=True)
    return JobStatus.QUEUED
