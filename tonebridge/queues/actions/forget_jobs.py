"""An organization goes, and its jobs with it, also those that were given up."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings

from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import DeadLetter, Job, Turn


def forget_jobs(*, organization_id: UUID, but: Collection[str] = ()) -> int:
    """Delete all jobs of the organization but those that run: one of them may be who asks. Answers how many.

    Those of the kinds `but` go on as nobody's: they are about more than the organization.
    """
    Turn.objects.filter(holder=organization_id).delete()
    letters = DeadLetter.objects.filter(organization_id=organization_id)
    jobs = Job.objects.filter(organization_id=organization_id).exclude(status=JobStatus.RUNNING.value)
    letters.filter(task__in=[settings.JOB_TASKS[kind] for kind in but]).update(organization_id=None)
    jobs.filter(kind__in=but).update(organization_id=None)
    letters.delete()
    return jobs.delete()[0]
