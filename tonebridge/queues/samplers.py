"""Figures that are read from the tables when /metrics is."""

from django.conf import settings
from django.db.models import Count

from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.heartbeat import silent_queues
from tonebridge.queues.models import DeadLetter, Job, ScheduleRun
from tonebridge.queues.models.job import UNFINISHED
from tonebridge.queues.queries.waits import waiting_since
from tonebridge.resilience import clock
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


def schedules() -> None:
    """How the last run of each scheduled task went, and since when none has gone well: for one that never has, since it is known."""
    now = clock.now()
    with as_system("metrics"):
        runs = ScheduleRun.objects.in_bulk([entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()])
    for task, run in runs.items():
        name, since = task.rpartition(".")[2], run.succeeded_at or run.first_seen_at
        metrics.SCHEDULE_FAILED.labels(schedule=name).set(bool(run.error_class))
        metrics.SCHEDULE_AGE_SECONDS.labels(schedule=name).set((now - since).total_seconds())


def _sample() -> None:
    unfinished = Job.objects.filter(finished_at=None).values_list("status", "priority")
    counts = {(status, priority): count for status, priority, count in unfinished.annotate(Count("pk"))}
    for queue in Priority:
        metrics.QUEUE_DEPTH.labels(queue=queue).set(counts.get((JobStatus.QUEUED, queue), 0))
    for status in UNFINISHED:
        metrics.JOBS.labels(status=status).set(sum(counts.get((status, queue), 0) for queue in Priority))
    metrics.DEAD_LETTERS.set(DeadLetter.objects.filter(replayed_at=None).count())
    _sample_waits()


def _sample_waits() -> None:
    now = clock.now()
    since = waiting_since(now)
    for queue in Priority:
        metrics.OLDEST_JOB_SECONDS.labels(queue=queue).set(max(0.0, (now - since.get(queue, now)).total_seconds()))
