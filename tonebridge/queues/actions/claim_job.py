"""Take a job to do it."""

from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from tonebridge.queues.backoff import lease_from
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


def claim_job(*, job_id: UUID, claimant: str, dead_claimant: str = "") -> JobView | None:
    """Start the next attempt, for the run named `claimant`. `dead_claimant` names a run that is known to have died.

    None when there is nothing to do: another run has the job, it is over, or its attempts are used up (the reaper
    buries it). Of any number of callers, one gets the job.
    """
    now = clock.now()
    claimable = Job.objects.claimable(dead_claimant=dead_claimant, at=now)
    claimed = claimable.filter(pk=job_id, attempt__lt=F("attempts_most")).update(
        status=JobStatus.RUNNING,
        attempt=F("attempt") + 1,
        claimed_by=claimant,
        lease_until=lease_from(now),
        started_at=Coalesce("started_at", Value(now)),
    )
    return Job.objects.get(pk=job_id).view() if claimed else None
