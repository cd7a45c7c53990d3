"""One run of a scheduled task: never beside another of its own, and written down."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import F

from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import ScheduleRun
from tonebridge.resilience import clock
from tonebridge.tenancy.system import as_system

logger = logging.getLogger(__name__)


def run_periodic(work: Callable[[], object], *, task: str) -> bool:
    """Do it for all tenants, unless another process is at it: then False. What it raises is raised, once it is recorded."""
    with as_system(task), _alone(task) as alone:
        if not alone:
            logger.info("schedule.skipped", extra={"task": task})
            return False
        _recorded(work, task)
        return True


def _recorded(work: Callable[[], object], task: str) -> None:
    began, now = clock.tick(), clock.now()
    run, _made = ScheduleRun.objects.get_or_create(task=task, defaults={"first_seen_at": now})
    mine = ScheduleRun.objects.filter(task=run.task)
    mine.update(started_at=now, ended_at=None, runs=F("runs") + 1)
    try:
        work()
    except BaseException as error:
        mine.update(**_end(began), error_class=failure_of(error).error_class, failures=F("failures") + 1)
        raise
    mine.update(**_end(began), error_class="", succeeded_at=clock.now())


def _end(began: float) -> dict[str, object]:
    return {"ended_at": clock.now(), "seconds": round(clock.elapsed_ms(began) / 1000, 3)}


@contextmanager
def _alone(task: str) -> Iterator[bool]:
    """A lock of the session in the database: it goes with a process that dies, whatever it held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"schedule {task}"])
        (alone,) = cursor.fetchone()
    try:
        yield bool(alone)
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"schedule {task}"])
