"""Keep the table small."""

from datetime import timedelta

from django.conf import settings

from tonebridge.queues.models import Job
from tonebridge.resilience import clock

BATCH = 5000


def forget_finished_jobs() -> int:
    """Delete jobs that ended more than `settings.JOB_RETENTION_DAYS` ago. Answers how many."""
    oldest = clock.now() - timedelta(days=settings.JOB_RETENTION_DAYS)
    ended = Job.objects.filter(finished_at__lt=oldest).values("pk")
    forgotten = 0
    while deleted := Job.objects.filter(pk__in=ended[:BATCH]).delete()[0]:
        forgotten += deleted
    return forgotten
