"""Who does a job: one run at a time, and of all runs one whose effects count."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection

from tests.queues.conftest import ALICES, KIND, MakeJob
from tests.waiting import until
from tonebridge.ids import uuid7
from tonebridge.queues.actions.cancel_job import cancel_job
from tonebridge.queues.actions.claim_job import claim_job
from tonebridge.queues.actions.finish_job import LeaseLost, finish_job
from tonebridge.queues.actions.renew_lease import renew_lease
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.lease import lease_kept
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.run_job import run_job
from tonebridge.resilience import clock
from tonebridge.tenancy.system import as_system

LATER = timedelta(minutes=1)


def leave_a_trace(**ids: str) -> None:
    """Work whose effect can be counted."""
    DeadLetter.objects.create(
        task_id=str(uuid7()), task="trace", kwargs=ids, organization_id=ALICES, created_at=clock.now()
    )


def traces() -> int:
    return DeadLetter.objects.filter(task="trace").count()


def elsewhere(deed: Callable[[Job], object], job: Job) -> None:
    """Do it on another connection, as another process would."""

    def run() -> None:
        try:
            deed(job)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(copy_context().run, run).result()


def take_over(job: Job) -> None:
    with clock.frozen(clock.now() + LATER):
        assert claim_job(job_id=job.id, claimant="second#0") is not None


def test_of_two_bells_one_starts_the_job(make_job: MakeJob) -> None:
    job = make_job()
    first = claim_job(job_id=job.id, claimant="first#0")
    assert first is not None
    assert (first.attempt, first.status) == (1, JobStatus.RUNNING)
    assert claim_job(job_id=job.id, claimant="second#0") is None


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_at_once_one_gets_the_job(make_job: MakeJob) -> None:
    job = make_job()

    def claim(worker: int) -> bool:
        try:
            with as_system("claim"):
                return claim_job(job_id=job.id, claimant=f"{worker}#0") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(claim, range(8))) == 1


def test_a_lost_job_can_be_taken_over_and_a_live_one_can_not(make_job: MakeJob) -> None:
    live = make_job(running=True)
    lost = make_job(running=True, lease_until=clock.now() - LATER)
    assert claim_job(job_id=live.id, claimant="second#0") is None
    taken = claim_job(job_id=lost.id, claimant="second#0")
    assert taken is not None
    assert taken.attempt == 2


def test_a_run_whose_child_died_is_followed_at_once_by_its_own_retry(make_job: MakeJob) -> None:
    job = make_job(running=True, claimed_by="first#0")
    assert claim_job(job_id=job.id, claimant="first#1", dead_claimant="first#0") is not None


def test_a_message_delivered_twice_does_not_take_its_own_job_over(make_job: MakeJob) -> None:
    job = make_job(running=True, claimed_by="first#0")
    assert claim_job(job_id=job.id, claimant="first#0", dead_claimant="first#-1") is None


@pytest.mark.parametrize("status", [JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.DEAD, JobStatus.CANCELLED])
def test_a_job_that_is_over_is_never_started_again(make_job: MakeJob, status: JobStatus) -> None:
    job = make_job(status=status, finished_at=clock.now())
    assert claim_job(job_id=job.id, claimant="late#0") is None


def test_a_job_does_its_work_and_is_done(make_job: MakeJob) -> None:
    job = make_job(payload_ids={"message_id": "7"}, progress_total=3)
    run_job(leave_a_trace, job_id=job.id, claimant="first#0", dead_claimant="", atomic=True)
    job.refresh_from_db()
    assert (job.status, job.progress_done, traces()) == (JobStatus.SUCCEEDED, 3, 1)
    assert DeadLetter.objects.get(task="trace").kwargs == {"message_id": "7"}


def test_ten_bells_for_one_job_do_its_work_once(make_job: MakeJob) -> None:
    job = make_job()
    for bell in range(10):
        run_job(leave_a_trace, job_id=job.id, claimant=f"{bell}#0", dead_claimant="", atomic=True)
    assert traces() == 1


@pytest.mark.django_db(transaction=True)
def test_what_an_overtaken_run_did_is_undone(make_job: MakeJob) -> None:
    job = make_job()

    def slow_work() -> None:
        leave_a_trace()
        elsewhere(take_over, job)

    run_job(slow_work, job_id=job.id, claimant="first#0", dead_claimant="", atomic=True)
    job.refresh_from_db()
    assert (job.status, job.claimed_by, traces()) == (JobStatus.RUNNING, "second#0", 0)


@pytest.mark.django_db(transaction=True)
def test_what_a_cancelled_run_did_is_undone(make_job: MakeJob) -> None:
    job = make_job()

    def slow_work() -> None:
        leave_a_trace()
        elsewhere(lambda it: cancel_job(organization_id=ALICES, job_id=it.id), job)

    run_job(slow_work, job_id=job.id, claimant="first#0", dead_claimant="", atomic=True)
    job.refresh_from_db()
    assert (job.status, traces()) == (JobStatus.CANCELLED, 0)


def test_an_overtaken_run_cannot_finish(make_job: MakeJob) -> None:
    job = make_job()
    first = claim_job(job_id=job.id, claimant="first#0")
    with clock.frozen(clock.now() + LATER):
        second = claim_job(job_id=job.id, claimant="second#0")
    assert first is not None
    assert second is not None
    with pytest.raises(LeaseLost):
        finish_job(job=first)
    assert not renew_lease(job=first)
    finish_job(job=second)
    assert Job.objects.get(pk=job.id).status == JobStatus.SUCCEEDED


def test_a_renewed_lease_holds_longer(make_job: MakeJob, settings: LazySettings) -> None:
    lease = timedelta(seconds=settings.JOB_LEASE_S)
    claimed = claim_job(job_id=make_job(kind=KIND).id, claimant="first#0")
    assert claimed is not None
    with clock.frozen(clock.now() + lease * 0.7):
        assert renew_lease(job=claimed)
    with clock.frozen(clock.now() + lease * 1.4):
        assert claim_job(job_id=claimed.id, claimant="second#0") is None


@pytest.mark.django_db(transaction=True)
def test_a_run_that_takes_its_time_keeps_its_lease(make_job: MakeJob, settings: LazySettings) -> None:
    settings.JOB_LEASE_S = 0.3
    job = claim_job(job_id=make_job().id, claimant="first#0")
    assert job is not None
    first = lease_of(job)
    with lease_kept(job):
        until(lambda: lease_of(job) > first)
    assert "lease" not in [thread.name for thread in threading.enumerate()]


def lease_of(job: JobView) -> datetime:
    return Job.objects.get(pk=job.id).lease_until
