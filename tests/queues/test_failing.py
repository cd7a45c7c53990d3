"""Jobs that go wrong: tried again while that can help, then given up with all that is known, and no user's word."""

from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import LazySettings

from apps.transform.actions.work_part import PoisonedItem
from tests.queues.conftest import TASK, MakeJob
from tonebridge.errors import NotFound, Unavailable
from tonebridge.queues.backoff import retry_delay_s
from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.run_job import run_job
from tonebridge.resilience import clock

SECRET = "部長には言わないでください"


def attempt(job: Job, error: Exception) -> Job:
    def work() -> None:
        raise error

    run_job(work, job_id=job.id, claimant="message#0", dead_claimant="", atomic=True)
    job.refresh_from_db()
    return job


def test_an_error_that_may_pass_is_tried_again(make_job: MakeJob) -> None:
    job = attempt(make_job(), ConnectionError(SECRET))
    assert (job.status, job.attempt, job.error_code) == (JobStatus.QUEUED, 1, "INTERNAL_ERROR")
    assert not DeadLetter.objects.exists()


def test_the_fourth_attempt_is_the_last(make_job: MakeJob) -> None:
    job = make_job()
    for _ in range(4):
        attempt(job, Unavailable())
    assert (job.status, job.attempt, job.error_code) == (JobStatus.DEAD, 4, "SERVICE_UNAVAILABLE")
    assert DeadLetter.objects.get().attempts == 4


def test_a_permanent_error_is_given_up_at_once(make_job: MakeJob) -> None:
    job = attempt(make_job(), NotFound())
    assert (job.status, job.error_code) == (JobStatus.FAILED, "NOT_FOUND")
    letter = DeadLetter.objects.get()
    assert (letter.task, letter.args, letter.task_id) == (TASK, [str(job.id)], "message#0")


@pytest.mark.parametrize("error", [NotFound(SECRET), AttributeError(SECRET)])
def test_a_dead_letter_never_says_what_the_error_said(make_job: MakeJob, error: Exception) -> None:
    job = make_job()
    for _ in range(4):
        attempt(job, error)
    letter = DeadLetter.objects.get()
    assert type(error).__name__ in letter.error_class
    assert letter.error
    assert SECRET not in f"{letter.error}{letter.args}{letter.kwargs}"


def test_a_letter_says_at_which_item_workers_died(make_job: MakeJob) -> None:
    attempt(make_job(attempts_most=1), PoisonedItem("workers died at item 7"))
    assert DeadLetter.objects.get().error == "workers died at item 7"


def test_a_job_at_its_time_limit_says_so(make_job: MakeJob) -> None:
    assert attempt(make_job(), SoftTimeLimitExceeded()).error_code == "TIMEOUT"


def test_a_cancelled_run_reports_no_failure(make_job: MakeJob) -> None:
    job = make_job()

    def work() -> None:
        Job.objects.filter(pk=job.id).update(status=JobStatus.CANCELLED, finished_at=clock.now())
        raise Unavailable

    run_job(work, job_id=job.id, claimant="message#0", dead_claimant="", atomic=False)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


@pytest.mark.parametrize("number", range(1, 5))
def test_every_wait_is_far_below_the_visibility_timeout(settings: LazySettings, number: int) -> None:
    longest = retry_delay_s(number, at_least=100_000, chance=lambda: 1.0)
    options: dict[str, Any] = settings.CELERY_BROKER_TRANSPORT_OPTIONS  # kombu's, of many types
    assert longest < options["visibility_timeout"] / 2


def test_waits_grow_and_are_random() -> None:
    assert [retry_delay_s(number, chance=lambda: 1.0) for number in (1, 2, 3)] == [4, 8, 16]
    assert retry_delay_s(3, chance=lambda: 0.0) == 0


def test_a_wait_that_the_error_asks_for_is_kept() -> None:
    assert retry_delay_s(1, at_least=30, chance=lambda: 0.5) == 30
