"""The gauges of the queue: what waits, what runs, what was given up."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from celery import signals
from django.conf import LazySettings
from django.db import DatabaseError, OperationalError, connection
from redis import Redis

from tests.queues.conftest import ALICES, BOBS_RIVALS, MakeJob
from tonebridge.queues.actions.bury_job import bury_job
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import DeadLetter, Turn
from tonebridge.queues.run_periodic import run_periodic
from tonebridge.queues.samplers import jobs, schedules
from tonebridge.resilience import clock
from tonebridge.telemetry.metrics import (
    DEAD_LETTERS,
    JOBS,
    OLDEST_JOB_SECONDS,
    QUEUE_DEPTH,
    SCHEDULE_AGE_SECONDS,
    SCHEDULE_FAILED,
)


def test_jobs_are_counted_by_queue_and_by_status(make_job: MakeJob) -> None:
    for priority in (Priority.BULK, Priority.BULK, Priority.CRITICAL):
        make_job(priority=priority)
    make_job(running=True)
    make_job(status=JobStatus.DEAD, finished_at=clock.now())
    jobs()
    depths = {queue: QUEUE_DEPTH.labels(queue=queue)._value.get() for queue in Priority}
    assert depths == {Priority.CRITICAL: 1, Priority.DEFAULT: 0, Priority.BULK: 2}
    assert JOBS.labels(status="queued")._value.get() == 3
    assert JOBS.labels(status="running")._value.get() == 1


def test_the_oldest_job_that_is_due_is_timed(make_job: MakeJob) -> None:
    now = clock.now()
    make_job(priority=Priority.BULK, created_at=now - timedelta(seconds=90))
    make_job(priority=Priority.BULK, created_at=now - timedelta(seconds=900), due_at=now + timedelta(seconds=5))
    make_job(priority=Priority.CRITICAL, running=True, created_at=now - timedelta(seconds=50))
    with clock.frozen(now):
        jobs()
    ages = {queue: OLDEST_JOB_SECONDS.labels(queue=queue)._value.get() for queue in Priority}
    assert ages == {Priority.CRITICAL: 0, Priority.DEFAULT: 0, Priority.BULK: 90}


def waited() -> dict[str, float]:
    jobs()
    return {queue.value: OLDEST_JOB_SECONDS.labels(queue=queue)._value.get() for queue in Priority}


def test_a_job_has_waited_since_it_may_be_tried_again(make_job: MakeJob) -> None:
    now = clock.now()
    make_job(created_at=now - timedelta(hours=3), due_at=now - timedelta(seconds=7))
    with clock.frozen(now):
        assert waited() == {"critical": 0, "default": 7, "bulk": 0}


def test_a_part_has_waited_since_its_organization_had_a_turn(make_job: MakeJob) -> None:
    now = clock.now()
    whole = make_job(priority=Priority.BULK, parts=2, created_at=now - timedelta(hours=3))
    for organization, minutes in ((ALICES, 180), (BOBS_RIVALS, 20)):
        columns = {"organization_id": organization, "created_at": now - timedelta(minutes=minutes)}
        make_job(priority=Priority.BULK, parent=whole, **columns)
    Turn.objects.create(holder=ALICES, queue=Priority.BULK, served_at=now - timedelta(seconds=30))
    Turn.objects.create(holder=BOBS_RIVALS, queue=Priority.DEFAULT, served_at=now)
    with clock.frozen(now):
        assert waited()["bulk"] == 20 * 60
        Turn.objects.create(holder=BOBS_RIVALS, queue=Priority.BULK, served_at=now - timedelta(seconds=20))
        assert waited()["bulk"] == 30
        Turn.objects.update(served_at=now + timedelta(seconds=1))  # by the database's clock
        assert waited()["bulk"] == 0


def test_a_job_that_is_no_part_takes_no_turns(make_job: MakeJob) -> None:
    now = clock.now()
    make_job(created_at=now - timedelta(minutes=20))
    Turn.objects.create(holder=ALICES, queue=Priority.DEFAULT, served_at=now)
    with clock.frozen(now):
        assert waited()["default"] == 20 * 60


def test_a_job_that_is_replayed_waits_from_then_on(make_job: MakeJob, broker: Redis) -> None:
    now = clock.now()
    job = make_job(running=True, created_at=now - timedelta(days=3))
    with clock.frozen(now - timedelta(days=2)):
        bury_job(job=job.view(), failure=failure_of(OSError()))
    with clock.frozen(now - timedelta(seconds=5)):
        replay_dead_letter(letter_id=DeadLetter.objects.get().id)
    with clock.frozen(now):
        assert waited()["default"] == 5


CHORE = "apps.some.tasks.chore"


@pytest.fixture
def told(db: None, settings: LazySettings) -> Iterator[Callable[[], dict[str, tuple[float, float]]]]:
    """What is told of schedules, by name: whether the last run failed, and for how long none has gone well."""
    settings.CELERY_BEAT_SCHEDULE = {"chore": {"task": CHORE, "schedule": 60.0}}
    settings.WARM_UP = []

    def read() -> dict[str, tuple[float, float]]:
        schedules()
        ages, failed = (
            {sample.labels["schedule"]: sample.value for family in gauge.collect() for sample in family.samples}
            for gauge in (SCHEDULE_AGE_SECONDS, SCHEDULE_FAILED)
        )
        return {name: (failed[name], age) for name, age in ages.items()}

    SCHEDULE_AGE_SECONDS.clear()
    SCHEDULE_FAILED.clear()
    yield read
    SCHEDULE_AGE_SECONDS.clear()
    SCHEDULE_FAILED.clear()


Told = Callable[[], dict[str, tuple[float, float]]]


def stumble() -> None:
    raise OSError


def test_a_schedule_that_failed_says_so_until_it_went_well(told: Told) -> None:
    now = clock.now()
    with clock.frozen(now - timedelta(hours=2)):
        run_periodic(lambda: None, task=CHORE)
    with suppress(OSError), clock.frozen(now - timedelta(hours=1)):
        run_periodic(stumble, task=CHORE)
    with clock.frozen(now):
        assert told() == {"chore": (1, 7200)}


def started(signal: signals.Signal, at: datetime) -> None:
    """A worker or beat starts at the moment."""
    with clock.frozen(at):
        answers = signal.send(sender=None)  # Celery's own receiver for Django wants a worker, and says so
    assert not [answer for _receiver, answer in answers if isinstance(answer, DatabaseError)]


@pytest.mark.django_db(transaction=True)  # a start closes its connection
@pytest.mark.parametrize("tries", [0, 2])
@pytest.mark.parametrize("signal", [signals.worker_init, signals.beat_init], ids=["worker", "beat"])
def test_a_schedule_that_never_went_well_is_as_old_as_the_first_start_that_knew_it(
    told: Told, signal: signals.Signal, tries: int
) -> None:
    now = clock.now()
    for days in (3, 2, 1):
        started(signal, now - timedelta(days=days))
    for hours in range(tries):
        with suppress(OSError), clock.frozen(now - timedelta(hours=hours)):
            run_periodic(stumble, task=CHORE)
    with clock.frozen(now):
        assert told() == {"chore": (bool(tries), 3 * 86400)}


@pytest.mark.django_db(transaction=True)  # a start closes its connection
def test_a_schedule_that_comes_later_is_no_older_than_itself(told: Told, settings: LazySettings) -> None:
    now = clock.now()
    started(signals.worker_init, now - timedelta(days=9))
    settings.CELERY_BEAT_SCHEDULE |= {"late": {"task": "apps.some.tasks.late", "schedule": 60.0}}
    with clock.frozen(now):
        assert told() == {"chore": (0, 9 * 86400)}
    started(signals.worker_init, now - timedelta(hours=1))
    with clock.frozen(now):
        assert told() == {"chore": (0, 9 * 86400), "late": (0, 3600)}


def test_one_that_runs_before_any_start_has_told_of_it_is_as_old_as_its_first_run(told: Told) -> None:
    now = clock.now()
    for hours in (5, 4):
        with suppress(OSError), clock.frozen(now - timedelta(hours=hours)):
            run_periodic(stumble, task=CHORE)
    with clock.frozen(now):
        assert told() == {"chore": (1, 5 * 3600)}


@pytest.mark.django_db(transaction=True)  # a start closes its connection
def test_a_worker_starts_while_the_database_is_away(told: Told) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        started(signals.worker_init, clock.now())
    assert told() == {}


def test_of_a_schedule_that_was_removed_nothing_is_told(told: Told) -> None:
    run_periodic(lambda: None, task=CHORE)
    with suppress(OSError):
        run_periodic(stumble, task="apps.some.tasks.a_chore_of_the_version_before")
    assert set(told()) == {"chore"}


def test_a_replayed_letter_waits_for_nobody(db: None) -> None:
    for number, replayed in enumerate([None, None, clock.now()]):
        DeadLetter.objects.create(
            task_id=str(number), task="x", error_class="X", created_at=clock.now(), replayed_at=replayed
        )
    jobs()
    assert DEAD_LETTERS._value.get() == 2
