"""The gauges of the queue: what waits, what runs, what was given up."""

from tests.queues.conftest import MakeJob
from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.models import DeadLetter
from tonebridge.queues.samplers import jobs
from tonebridge.resilience import clock
from tonebridge.telemetry.metrics import DEAD_LETTERS, JOBS, QUEUE_DEPTH


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


def test_a_replayed_letter_waits_for_nobody(db: None) -> None:
    for number, replayed in enumerate([None, None, clock.now()]):
        DeadLetter.objects.create(
            task_id=str(number), task="x", error_class="X", created_at=clock.now(), replayed_at=replayed
        )
    jobs()
    assert DEAD_LETTERS._value.get() == 2
