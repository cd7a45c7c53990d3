"""Keep a job that takes its time."""

from tonebridge.queues.backoff import lease_from
from tonebridge.queues.contracts import JobView
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


def renew_lease(*, job: JobView) -> bool:
    """Say that this run is alive. False when the job is no longer its: cancelled, or given to another worker."""
    return Job.objects.held(job).update(lease_until=lease_from(clock.now())) == 1
