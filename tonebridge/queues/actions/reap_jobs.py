"""Find what was left lying: by a killed worker, a lost message, a broker that was away."""

import logging
from collections.abc import Collection
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db.models import F, Q, QuerySet

from tonebridge.queues.actions.bury_job import bury_job
from tonebridge.queues.actions.send_job import send_job
from tonebridge.queues.backoff import send_again_from
from tonebridge.queues.contracts import JobStatus, Priority, ReapReport
from tonebridge.queues.failures import WorkerLost, failure_of
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

logger = logging.getLogger(__name__)
MESSAGES = 40
"""For parts of jobs, a queue and a round: a part takes a few tenths of a second."""


def reap_jobs(*, limit: int = 500) -> ReapReport:
    """Give up lost jobs that have used their attempts, queue the other lost ones, send those again that nobody has claimed.

    `limit` bounds each of the two, so that a backlog is worked off over several rounds. Safe beside other reapers.
    """
    queues = set(Job.objects.lost(at=clock.now()).values_list("priority", flat=True).distinct())
    buried = _bury_exhausted(limit)
    Job.objects.lost(at=clock.now()).update(status=JobStatus.QUEUED, lease_until=clock.now())
    _count_as_unclaimed(queues)
    _tell_of_unknown_kinds()
    return ReapReport(sent=_send_unclaimed(limit) + _send_parts(), buried=buried)


def _bury_exhausted(limit: int) -> int:
    failure = failure_of(WorkerLost())
    lost = Job.objects.lost(at=clock.now()).filter(attempt__gte=F("attempts_most"))
    return sum(bury_job(job=job.view(), failure=failure) is not None for job in lost[:limit])


def _count_as_unclaimed(queues: Collection[str]) -> None:
    """A worker that is lost has taken messages along that it had received and not begun: those of others that wait in its queue. The
    broker would give them back after minutes.
    """
    now = clock.now()
    for queue in queues:
        waiting = Job.objects.workable().filter(finished_at=None, status=JobStatus.QUEUED, priority=queue)
        waiting = waiting.filter(Q(due_at=None) | Q(due_at__lte=now), lease_until__gt=now).order_by("created_at")
        Job.objects.filter(pk__in=waiting.values("pk")[:MESSAGES]).update(lease_until=now)


def _unclaimed(now: datetime) -> QuerySet[Job]:
    """Of the kinds that this version knows: while another is rolled out, its jobs wait for its workers, and for no reaper."""
    return Job.objects.unclaimed(at=now).filter(kind__in=settings.JOB_TASKS)


def _tell_of_unknown_kinds() -> None:
    unknown = Job.objects.unclaimed(at=clock.now()).exclude(kind__in=settings.JOB_TASKS)
    for kind in unknown.values_list("kind", flat=True).distinct():
        _tell_of(kind)


@cache
def _tell_of(kind: str) -> None:
    """Once: where no version that knows it is on its way, somebody has to see to it."""
    logger.warning("job.unknown_kind", extra={"kind": kind})


def _send_unclaimed(limit: int) -> int:
    now, sent = clock.now(), 0
    for job in _unclaimed(now).filter(parent=None).order_by("lease_until")[:limit]:
        if not send_job(job.view()):
            break
        again = send_again_from(now, waiting_since=job.created_at)
        Job.objects.unclaimed(at=now).filter(pk=job.pk).update(lease_until=again)
        sent += 1
    return sent


def _send_parts() -> int:
    """Any message does for any part, so a few a queue keep all workers busy until the next round."""
    now, sent = clock.now(), 0
    for queue in Priority:
        waiting = _unclaimed(now).filter(parent__isnull=False, priority=queue).order_by("lease_until")
        parts = [part for part in waiting[:MESSAGES] if send_job(part.view())]
        if parts:
            again = send_again_from(now, waiting_since=parts[0].created_at)
            waiting.filter(pk__in=[part.pk for part in parts]).update(lease_until=again)
        sent += len(parts)
    return sent
