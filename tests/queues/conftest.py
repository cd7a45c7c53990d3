"""What tests of the queue share: jobs in any state, the broker as it is on the wire, brokers that don't answer."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, cast

import pytest
from django.conf import LazySettings
from redis import Redis

from tonebridge.ids import uuid7
from tonebridge.queues import sender
from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

ALICES = uuid7()
BOBS_RIVALS = uuid7()
KIND = "note"
TASK = "tests.queues.chores.note"
MakeJob = Callable[..., Job]


@pytest.fixture(autouse=True)
def kinds(settings: LazySettings) -> None:
    """One kind of job, and a broker that hasn't failed yet."""
    settings.JOB_TASKS = {KIND: TASK}
    sender.retry_broker()


@pytest.fixture
def make_job(db: None) -> MakeJob:
    """A job in the table, queued unless told otherwise."""

    def make(**given: Any) -> Job:  # any column
        running = {"status": JobStatus.RUNNING, "attempt": 1, "claimed_by": "first#0"}
        columns: dict[str, Any] = {"kind": KIND, "organization_id": ALICES, "created_at": clock.now()}
        columns |= running if given.pop("running", False) else {}
        columns["lease_until"] = clock.now() + timedelta(seconds=30)
        return Job.objects.create(**columns | given)

    return make


@pytest.fixture
def broker(settings: LazySettings) -> Iterator[Redis]:
    """The broker, emptied before and after."""
    with Redis.from_url(settings.CELERY_BROKER_URL) as client:
        client.flushdb()
        yield client
        client.flushdb()


def messages(broker: Redis) -> int:
    """Messages that wait in the broker, in all queues and priorities."""
    keys = cast("list[bytes]", broker.keys("{tb}:*"))  # redis-py types every answer as awaitable, too
    queues = [key for key in keys if broker.type(key) == b"list"]
    return sum(cast("int", broker.llen(key.decode())) for key in queues)


@pytest.fixture
def dead_broker(settings: LazySettings) -> None:
    """Nobody listens at the broker's address."""
    with socket.create_server(("127.0.0.1", 0)) as freed:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{freed.getsockname()[1]}/0"


@pytest.fixture
def hung_broker(settings: LazySettings) -> Iterator[None]:
    """Connections to the broker are taken and never answered."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        yield
