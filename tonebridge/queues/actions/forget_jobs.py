"""An organization goes, and its jobs with it, also those that were given up."""

from uuid import UUID

from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import DeadLetter, Job, Turn


def forget_jobs(*, organization_id: UUID) -> int:
    """Delete all jobs of the organization but those that run: one of them may be who asks. Answers how many."""
    Turn.objects.filter(holder=organization_id).delete()
    DeadLetter.objects.filter(organization_id=organization_id).delete()
    jobs = Job.objects.filter(organization_id=organization_id)
    return jobs.exclude(status=JobStatus.RUNNING.value).delete()[0]
