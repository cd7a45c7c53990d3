"""Figures that are read from the tables when /metrics is."""

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max

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
    """How the last run of each scheduled task went, and since when none has gone well: for one that never has, since the last
    migration, which is when it could have begun.
    """
    now = clock.now()
    with as_system("metrics"):
        runs = ScheduleRun.objects.in_bulk()
        migrated = MigrationRecorder(connection).migration_qs.aggregate(at=Max("applied"))["at"]
    for task in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}:
        name, run = task.rpartition(".")[2], runs.get(task)
        metrics.SCHEDULE_FAILED.labels(schedule=name).set(bool(run and run.error_class))
        since = (run and run.succeeded_at) or migrated
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
