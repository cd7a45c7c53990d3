"""Finding what was left lying."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from redis import Redis

from tests.passing_time import PassingTime
from tests.queues.conftest import MakeJob, messages
from tonebridge.queues.actions.forget_finished_jobs import forget_finished_jobs
from tonebridge.queues.actions.reap_jobs import reap_jobs
from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.resilience import clock

AGO = timedelta(minutes=2)


def test_a_job_whose_worker_was_killed_is_rung_again(make_job: MakeJob, broker: Redis) -> None:
    job = make_job(running=True, lease_until=clock.now() - AGO)
    assert reap_jobs().sent == 1
    job.refresh_from_db()
    assert (job.status, messages(broker)) == (JobStatus.QUEUED, 1)


def test_a_job_that_killed_four_workers_is_given_up(make_job: MakeJob, broker: Redis) -> None:
    job = make_job(running=True, attempt=4, lease_until=clock.now() - AGO)
    report = reap_jobs()
    job.refresh_from_db()
    assert (report.buried, job.status, messages(broker)) == (1, JobStatus.DEAD, 0)
    assert DeadLetter.objects.get().error_class.endswith("WorkerLost")


@pytest.mark.parametrize(("waited_s", "again_in_s"), [(5, 10), (50, 50), (120, 100)])
def test_a_job_nobody_heard_of_is_rung_again_ever_more_rarely(
    make_job: MakeJob,
    broker: Redis,
    passing_time: PassingTime,
    settings: LazySettings,
    waited_s: int,
    again_in_s: int,
) -> None:
    settings.JOB_SEND_AGAIN_S = 10
    passing_time.stand_still()
    job = make_job(created_at=clock.now() - timedelta(seconds=waited_s), lease_until=clock.now())
    assert reap_jobs().sent == 1
    assert reap_jobs().sent == 0
    job.refresh_from_db()
    assert job.lease_until == clock.now() + timedelta(seconds=again_in_s)
    assert messages(broker) == 1


def test_what_waits_behind_a_lost_worker_is_rung_for_too(make_job: MakeJob, broker: Redis) -> None:
    soon = clock.now() + timedelta(seconds=90)
    lost = make_job(running=True, lease_until=clock.now() - AGO)
    behind = make_job(lease_until=soon)
    make_job(lease_until=soon, due_at=soon)
    make_job(lease_until=soon, priority=Priority.BULK)
    assert reap_jobs().sent == 2
    assert messages(broker) == 2
    assert Job.objects.filter(pk__in=[lost.id, behind.id], lease_until__lt=soon).count() == 2
    assert reap_jobs().sent == 0


def test_work_under_way_is_left_alone(make_job: MakeJob, broker: Redis) -> None:
    make_job(running=True)
    make_job()
    report = reap_jobs()
    assert (report.sent, report.buried, messages(broker)) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["of_tomorrow", "part_of_tomorrow"])
def test_a_kind_of_another_version_waits_and_keeps_nobody_else(
    make_job: MakeJob, broker: Redis, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    whole = make_job(kind=kind, parts=1) if kind.startswith("part") else None
    unknown = make_job(kind=kind, parent=whole, lease_until=clock.now() - 2 * AGO)
    make_job(running=True, lease_until=clock.now() - AGO)
    assert reap_jobs().sent == 1
    unknown.refresh_from_db()
    assert (unknown.status, messages(broker)) == (JobStatus.QUEUED, 1)
    told = [record.__dict__["kind"] for record in caplog.records if record.message == "job.unknown_kind"]
    assert told == [kind]


@pytest.mark.usefixtures("dead_broker")
def test_while_the_broker_is_away_jobs_stay_due(make_job: MakeJob) -> None:
    make_job(lease_until=clock.now() - AGO)
    assert reap_jobs().sent == 0
    assert Job.objects.unclaimed(at=clock.now()).count() == 1


def test_a_round_sends_no_more_than_its_limit(make_job: MakeJob, broker: Redis) -> None:
    for _ in range(3):
        make_job(lease_until=clock.now() - AGO)
    assert reap_jobs(limit=2).sent == 2
    assert messages(broker) == 2


def test_jobs_that_ended_long_ago_are_forgotten(make_job: MakeJob) -> None:
    make_job(status=JobStatus.SUCCEEDED, finished_at=clock.now() - timedelta(days=31))
    kept = {
        make_job(status=JobStatus.SUCCEEDED, finished_at=clock.now()).id,
        make_job(created_at=clock.now() - timedelta(days=90)).id,
    }
    assert forget_finished_jobs() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == kept
