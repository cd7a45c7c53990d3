"""Leaving work behind: written with the caller's transaction, sent after it, never in the caller's way."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.conf import LazySettings, settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from redis import Redis

from tests.queues.conftest import ALICES, KIND, messages
from tonebridge.ids import uuid7
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import JobStatus, JobView, Priority
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

Capture = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


def enqueue(**given: object) -> JobView:
    wanted = {"kind": KIND, "payload_ids": {"message_id": str(uuid7())}, "organization_id": ALICES}
    return enqueue_job(**wanted | given)  # type: ignore[arg-type]  # tests give wrong values on purpose


@pytest.mark.django_db(transaction=True)
def test_the_task_is_sent_only_after_the_commit(broker: Redis) -> None:
    with transaction.atomic():
        job = enqueue()
        assert messages(broker) == 0
    assert messages(broker) == 1
    assert Job.objects.get(pk=job.id).status == JobStatus.QUEUED


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_request_leaves_neither_job_nor_bell(broker: Redis) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        enqueue()
        raise RuntimeError
    assert (messages(broker), Job.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("dead_broker")
def test_a_broker_that_is_down_neither_fails_nor_slows_the_request() -> None:
    began = clock.tick()
    job = enqueue()
    assert clock.elapsed_ms(began) < 300
    assert Job.objects.get(pk=job.id).status == JobStatus.QUEUED


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("hung_broker")
def test_a_broker_that_hangs_slows_one_request_and_not_the_next() -> None:
    began = clock.tick()
    enqueue()
    assert clock.elapsed_ms(began) < 1500
    began = clock.tick()
    enqueue()
    assert clock.elapsed_ms(began) < 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("priority", "key"),
    [(Priority.CRITICAL, b"{tb}:critical"), (Priority.DEFAULT, b"{tb}:default:3"), (Priority.BULK, b"{tb}:bulk:6")],
)
def test_each_priority_has_its_queue_and_level(broker: Redis, priority: Priority, key: bytes) -> None:
    enqueue(priority=priority)
    assert broker.llen(key) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("leak", ["明日までに直してください", "fix it by noon", ["x", "two words"], {"a": "deep text"}])
def test_a_text_never_gets_into_a_payload(leak: object) -> None:
    with pytest.raises(ValueError, match="ids only") as refused:
        enqueue(payload_ids={"message_id": leak})
    assert str(leak) not in str(refused.value)


@pytest.mark.django_db
def test_an_unknown_kind_is_refused(settings: LazySettings) -> None:
    with pytest.raises(ValueError, match="JOB_TASKS"):
        enqueue(kind="unheard-of")


@pytest.mark.django_db
def test_a_process_of_the_version_before_may_leave_a_job_behind() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs (id, organization_id, kind, payload_ids, status, priority, attempt, claimed_by, lease_until, "
            "progress_done, progress_failed, progress_total, error_code, created_at) "
            "VALUES (%s, %s, %s, '{}', 'queued', 'default', 0, '', now(), 0, 0, 1, '', now())",
            [uuid7(), ALICES, KIND],
        )
    job = Job.objects.get()
    assert (job.parts, job.attempts_most) == (0, 4)


LIMITED = {kind: import_string(settings.JOB_TASKS[kind]) for kind in settings.JOB_TIME_LIMITS}


@pytest.mark.parametrize("kind", LIMITED)
def test_the_limits_of_a_kind_are_those_of_its_task(kind: str) -> None:
    task, (soft, hard) = LIMITED[kind], settings.JOB_TIME_LIMITS[kind]
    assert (task.soft_time_limit, task.time_limit) == (soft, hard)
    assert 0 < soft < hard < 300  # the broker's visibility timeout: then it delivers again
