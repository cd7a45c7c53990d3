"""A real worker with real children: what it does with good jobs, poison, strangers, and being killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.conf import settings as conf
from django.db import connection
from pytest_django import DjangoDbBlocker
from redis import Redis

from tests.queues import worker_settings
from tests.queues.conftest import ALICES
from tests.waiting import until
from tonebridge.queues import probes
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.actions.reap_jobs import reap_jobs
from tonebridge.queues.actions.send_job import send_job
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.sender import send_task
from tonebridge.resilience import clock
from tonebridge.telemetry import context

pytestmark = pytest.mark.django_db(transaction=True)
QUIETLY = ["--without-gossip", "--without-mingle", "-c", "2", "-Q", "critical,default,bulk", "--pool", "prefork"]


class Worker:
    """A Celery worker in a session of its own, so that all of it can be killed."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._start()

    def _start(self) -> None:
        url = urlsplit(conf.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        named = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": worker_settings.__name__}
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "celery", "-A", "celery_worker", "worker", *QUIETLY]
            self.process = subprocess.Popen(
                command, env=os.environ | named, stderr=log, stdout=log, start_new_session=True
            )

    def kill(self) -> None:
        """As the kernel would: no farewell, children included."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start_again(self) -> None:
        self._start()


@pytest.fixture(scope="module")
def running_worker(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    with django_db_blocker.unblock():
        worker = Worker(tmp_path_factory.mktemp("worker") / "log")
        yield worker
        worker.kill()


@pytest.fixture
def worker(running_worker: Worker, settings: LazySettings) -> Iterator[Worker]:
    """The worker, and its settings on this side of the broker too. What it logged stands beside a failure."""
    for name in ("JOB_TASKS", "JOB_MAX_ATTEMPTS", "JOB_RETRY_BASE_S"):
        setattr(settings, name, getattr(worker_settings, name))
    yield running_worker
    sys.stdout.write(running_worker.log.read_text())


eventually = partial(until, within_s=60, every_s=0.05)
"""A worker takes its time, and looks cost queries."""


def every(seconds: float, work: Callable[[], object]) -> Callable[[], bool]:
    """Does the work when asked, not more often than that. Answers False."""
    last = clock.tick()

    def asked() -> bool:
        nonlocal last
        if clock.tick() - last >= seconds:
            last = clock.tick()
            work()
        return False

    return asked


def becomes(job: JobView, wanted: JobStatus) -> None:
    """Wait for it, sending again: a message may be lost while a machine is busy, where beat would see to it."""
    send = every(3, lambda: send_job(job))
    eventually(lambda: status(job) == wanted or send())


def enqueue(kind: str, **ids: str) -> JobView:
    return enqueue_job(kind=kind, payload_ids=ids, organization_id=ALICES)


def status(job: JobView) -> str:
    return Job.objects.get(pk=job.id).status


def test_a_worker_does_good_jobs_and_records_bad_ones(worker: Worker) -> None:
    with context.request("req-42"):
        good = enqueue("note", message_id="7")
    poisoned, unheard = enqueue("poison"), enqueue("unheard")
    eventually(
        lambda: send_task("tests.queues.chores.stumble", [])
    )  # a busy broker may lose a message, which may arrive all the same
    eventually(lambda: send_task("nobody.knows.me", ["id-1", "これは本文です"]))

    becomes(good, JobStatus.SUCCEEDED)
    becomes(poisoned, JobStatus.DEAD)
    becomes(unheard, JobStatus.DEAD)
    eventually(lambda: DeadLetter.objects.values("task").distinct().count() == 4)
    letters = {letter.task: letter for letter in DeadLetter.objects.all()}
    assert letters["tests.queues.chores.poison"].attempts == 2
    assert letters["tests.queues.chores.poison"].error_class == "tonebridge.errors.Unavailable"
    assert letters["no.such.task"].args == [str(unheard.id)]
    assert letters["nobody.knows.me"].args == ["id-1", "<removed>"]
    assert letters["tests.queues.chores.stumble"].error_class == "builtins.RuntimeError"
    probes.worker()
    log = worker.log.read_text()
    assert '"message": "chore.noted", "request_id": "req-42", "message_id": "7"' in log
    assert "本文" not in log


def test_no_pool_of_connections_crosses_a_fork_whatever_started_the_worker() -> None:
    asked = "import celery_worker; from django.conf import settings; print('pool' in settings.DATABASES['default']['OPTIONS'])"
    environment = os.environ | {"TONEBRIDGE_DB_POOL": "true"}
    command = [sys.executable, "-W", "ignore", "-c", asked]
    assert subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout == b"False\n"


def test_what_takes_too_long_is_told_to_stop_and_then_made_to(worker: Worker) -> None:
    told, made = enqueue("dawdle"), enqueue("sit")
    for job, error in [(told, "SoftTimeLimitExceeded"), (made, "TimeLimitExceeded")]:
        becomes(job, JobStatus.DEAD)
        letter = DeadLetter.objects.get(args=[str(job.id)])
        assert (letter.attempts, letter.error_class.rpartition(".")[2]) == (2, error)
        assert Job.objects.get(pk=job.id).error_code == "TIMEOUT"


def test_a_job_survives_the_death_of_its_worker_and_of_the_broker(
    worker: Worker, broker: Redis, settings: LazySettings
) -> None:
    job = enqueue("linger")
    eventually(lambda: status(job) == JobStatus.RUNNING)
    worker.kill()
    broker.flushdb()
    worker.start_again()
    with clock.frozen(clock.now() + timedelta(seconds=settings.JOB_LEASE_S + 1)):
        assert reap_jobs().sent == 1
    becomes(job, JobStatus.SUCCEEDED)
    assert Job.objects.get(pk=job.id).attempt == 2
