"""Send a job's task to the broker."""

from django.conf import settings

from tonebridge.queues.contracts import JobView
from tonebridge.queues.sender import send_task


def send_job(job: JobView, *, countdown: float = 0) -> bool:
    """Send its task, to start in `countdown` seconds. False when the broker can't be reached."""
    return send_task(
        settings.JOB_TASKS[job.kind],
        [str(job.id)],
        priority=job.priority,
        countdown=countdown,
        at_leisure=job.kind in settings.JOBS_AT_LEISURE,
    )
