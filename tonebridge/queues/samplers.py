"""Figures that are read from the tables when /metrics is."""

from django.db.models import Count

from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.heartbeat import silent_queues
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.models.job import UNFINISHED
from tonebridge.telemetry import metrics
from tonebridge.tenancy.system import as_system


def jobs() -> None:
    """Jobs waiting and running, dead letters waiting for someone."""
    with as_system("metrics"):
        _sample()


def workers() -> None:
    """Which queues have a worker that lives."""
    silent = silent_queues()
    for queue in Priority:
        metrics.WORKER_UP.labels(queue=queue).set(queue not in silent)


def _sample() -> None:
    unfinished = Job.objects.filter(finished_at=None).values_list("status", "priority")
    counts = {(status, priority): count for status, priority, count in unfinished.annotate(Count("pk"))}
    for queue in Priority:
        metrics.QUEUE_DEPTH.labels(queue=queue).set(counts.get((JobStatus.QUEUED, queue), 0))
    for status in UNFINISHED:
        metrics.JOBS.labels(status=status).set(sum(counts.get((status, queue), 0) for queue in Priority))
    metrics.DEAD_LETTERS.set(DeadLetter.objects.filter(replayed_at=None).count())
