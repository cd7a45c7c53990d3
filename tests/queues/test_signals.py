"""What is made of Celery's signals, sent as its worker sends them."""

import os

import pytest
from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery import signals
from django.conf import LazySettings

from tests.queues.conftest import TASK, MakeJob
from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.tasks import reap_jobs
from tonebridge.telemetry import tracing

pytestmark = pytest.mark.django_db(transaction=True)


class Door:
    """A task, as much of it as a signal's receiver looks at."""

    class request:  # Celery's name
        retries = 3

    name = TASK


def fail(job: Job, error: BaseException) -> Job:
    signals.task_failure.send(sender=Door, task_id="message", exception=error, args=[str(job.id)], kwargs={})
    job.refresh_from_db()
    return job


def test_the_last_child_lost_to_a_job_leaves_a_dead_letter(make_job: MakeJob) -> None:
    job = fail(make_job(running=True, attempt=4, claimed_by="message#3"), WorkerLostError("signal 9 (SIGKILL)"))
    letter = DeadLetter.objects.get()
    assert job.status == JobStatus.DEAD
    assert (letter.attempts, letter.error_class, letter.error) == (
        4,
        "billiard.exceptions.WorkerLostError",
        "signal 9 (SIGKILL)",
    )


def test_a_child_killed_at_the_time_limit_gives_the_job_back(make_job: MakeJob) -> None:
    job = fail(make_job(running=True, claimed_by="message#0"), TimeLimitExceeded(120))
    assert (job.status, job.error_code) == (JobStatus.QUEUED, "TIMEOUT")


def test_a_run_that_another_has_overtaken_is_not_blamed(make_job: MakeJob) -> None:
    job = fail(make_job(running=True, claimed_by="another#0"), WorkerLostError())
    assert job.status == JobStatus.RUNNING
    assert not DeadLetter.objects.exists()


def test_a_chore_that_fails_leaves_a_dead_letter() -> None:
    signals.task_failure.send(sender=reap_jobs, task_id="chore", exception=OSError("x"), args=[], kwargs={})
    assert DeadLetter.objects.get().task == "tonebridge.queues.tasks.reap_jobs"


def test_a_child_leaves_the_processors_to_others(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    settings.WORKER_NICE = 5
    given: list[int] = []
    monkeypatch.setattr(os, "nice", given.append)
    monkeypatch.setattr(tracing, "configure", lambda _name: None)
    signals.worker_process_init.send(sender=None)
    assert given == [5]
