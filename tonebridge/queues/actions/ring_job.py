"""Tell the workers of a job."""

from django.conf import settings

from tonebridge.queues.contracts import JobView
from tonebridge.queues.doorbell import ring


def ring_job(job: JobView, *, countdown: float = 0) -> bool:
    """Ring for the job, to start in `countdown` seconds. False when the broker can't be reached."""
    return ring(
        settings.JOB_TASKS[job.kind],
        [str(job.id)],
        priority=job.priority,
        countdown=countdown,
        at_leisure=job.kind in settings.JOBS_AT_LEISURE,
    )
