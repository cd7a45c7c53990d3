"""The gauges of the queue: what waits, what runs, what was given up."""

from contextlib import suppress
from datetime import timedelta

from tests.queues.conftest import MakeJob
from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.models import DeadLetter
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


def test_a_schedule_that_failed_says_so_until_it_went_well(db: None) -> None:
    def stumble() -> None:
        raise OSError

    now = clock.now()
    with clock.frozen(now - timedelta(hours=2)):
        run_periodic(lambda: None, task="apps.some.tasks.chore")
    with suppress(OSError), clock.frozen(now - timedelta(hours=1)):
        run_periodic(stumble, task="apps.some.tasks.chore")
    with clock.frozen(now):
        schedules()
    assert SCHEDULE_FAILED.labels(schedule="chore")._value.get() == 1
    assert SCHEDULE_AGE_SECONDS.labels(schedule="chore")._value.get() == 7200


def test_a_replayed_letter_waits_for_nobody(db: None) -> None:
    for number, replayed in enumerate([None, None, clock.now()]):
        DeadLetter.objects.create(
            task_id=str(number), task="x", error_class="X", created_at=clock.now(), replayed_at=replayed
        )
    jobs()
    assert DEAD_LETTERS._value.get() == 2
