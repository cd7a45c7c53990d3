"""What Celery tells us. Its worker's main process speaks here for children that can't any more.

`Task.on_failure` isn't called when the child was lost, so dead letters come from the `task_failure` signal; a task
that nobody knows would be dropped with a log line, so `task_unknown` is connected too.
"""

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from celery import signals
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils.module_loading import import_string

from tonebridge.queues import heartbeat
from tonebridge.queues.actions.claim_job import claim_job
from tonebridge.queues.actions.fail_lost_run import fail_lost_run
from tonebridge.queues.actions.record_dead_letter import record_dead_letter
from tonebridge.queues.actions.register_schedules import register_schedules
from tonebridge.queues.failures import failure_of
from tonebridge.queues.payload import is_uuid
from tonebridge.telemetry import tracing
from tonebridge.telemetry.collecting import forget_process
from tonebridge.telemetry.logs import described
from tonebridge.tenancy.system import as_system

logger = logging.getLogger(__name__)
Anything = Any  # Celery ships no types
Arguments = tuple[Sequence[object], Mapping[str, object]]


def on_failure(sender: Anything, task_id: str, exception: BaseException, **sent: Anything) -> None:
    """A task ended with an error, at its time limit, or with its child."""
    logger.error("task.failed", extra={"task": sender.name, "task_id": task_id, "why": described(exception)})
    given = sent.get("args") or (), sent.get("kwargs") or {}
    _settle(sender.name, task_id, given, exception, attempts=(sender.request.retries or 0) + 1)


def on_unknown(message: Anything, exc: BaseException, name: str, id: str, **_: Anything) -> None:  # noqa: A002  # Celery's
    """A message named a task that this worker doesn't have. Another worker may: a job is tried again."""
    args, kwargs, _embedded = message.payload
    if _is_job(name, args):
        with as_system("claim a job"):
            claim_job(job_id=UUID(args[0]), claimant=f"{id}#0")
    _settle(name, id, (args, kwargs), exc, attempts=1)


def _settle(task: str, task_id: str, given: Arguments, error: BaseException, *, attempts: int) -> None:
    args, kwargs = given
    try:
        with as_system("settle a task"):
            if _is_job(task, args):
                fail_lost_run(task_id=task_id, error=error)
            else:
                failure = failure_of(error)
                record_dead_letter(
                    task_id=task_id, task=task, args=args, kwargs=kwargs, failure=failure, attempts=attempts
                )
    except DatabaseError as unreachable:
        logger.error("dead_letter.lost", extra={"task": task, "task_id": task_id, "why": described(unreachable)})
    finally:
        close_old_connections()


def _is_job(task: str, args: Sequence[object]) -> bool:
    return task in settings.JOB_TASKS.values() and bool(args) and is_uuid(args[0])


def on_heartbeat(**_: Anything) -> None:
    """The worker's main loop turned."""
    heartbeat.beat()


def on_queues(instance: Anything, **_: Anything) -> None:
    """The worker knows which queues it takes from."""
    heartbeat.serve(list(instance.app.amqp.queues.consume_from))


def on_logging(**_: Anything) -> None:
    """Django has set up logging; a receiver keeps Celery from doing it again."""


def on_start(**_: Anything) -> None:
    """Tell of the schedules that this version knows: also one that never runs is missed from now on."""
    try:
        with as_system("register schedules"):
            register_schedules(tasks=[entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()])
    except DatabaseError as unreachable:
        logger.warning("schedules.unregistered", extra={"why": described(unreachable)})
    finally:
        close_old_connections()  # none is carried into a child


def on_worker_start(**_: Anything) -> None:
    """Load what jobs need before children are forked: they share it, and one that follows a dead one begins at once."""
    for path in settings.WARM_UP:
        import_string(path)()


def on_child_start(**_: Anything) -> None:
    """Leave the processors to others. Exporter threads don't survive a fork: each child starts its own."""
    os.nice(settings.WORKER_NICE)
    tracing.configure("tonebridge-worker")


def on_child_end(pid: int, **_: Anything) -> None:
    """Send the last spans; the child's live gauges no longer count."""
    tracing.shut_down()
    forget_process(pid)


signals.task_failure.connect(on_failure)
signals.task_unknown.connect(on_unknown)
signals.celeryd_after_setup.connect(on_queues)
signals.heartbeat_sent.connect(on_heartbeat)
signals.setup_logging.connect(on_logging)
signals.beat_init.connect(on_start)
signals.worker_init.connect(on_start)
signals.worker_init.connect(on_worker_start)
signals.worker_process_init.connect(on_child_start)
signals.worker_process_shutdown.connect(on_child_end)
