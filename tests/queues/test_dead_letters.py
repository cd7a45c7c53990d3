"""`manage.py deadletters`: see to work that was given up."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from redis import Redis

from tests.queues.conftest import TASK, MakeJob, bells
from tonebridge.ids import uuid7
from tonebridge.queues.actions.record_dead_letter import record_dead_letter
from tonebridge.queues.contracts import JobStatus
from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db


def deadletters(*arguments: object) -> str:
    out = StringIO()
    call_command("deadletters", *map(str, arguments), stdout=out)
    return out.getvalue()


def letter(**given: object) -> DeadLetter:
    columns = {"task_id": str(uuid7()), "task": TASK, "error_class": "X", "created_at": clock.now()}
    return DeadLetter.objects.create(**columns | given)


def buried_job(make_job: MakeJob) -> tuple[Job, DeadLetter]:
    job = make_job(status=JobStatus.DEAD, attempt=4, finished_at=clock.now(), claimed_by="bell#3")
    return job, letter(task_id="bell#3", args=[str(job.id)])


def test_list_shows_those_that_wait() -> None:
    waiting, seen_to = letter(), letter(replayed_at=clock.now())
    assert str(waiting.id) in deadletters("list")
    assert str(seen_to.id) not in deadletters("list")
    assert str(seen_to.id) in deadletters("list", "--all")


def test_show_tells_everything_known() -> None:
    assert json.loads(deadletters("show", letter(args=["7"]).id))["args"] == ["7"]


@pytest.mark.django_db(transaction=True)
def test_replay_gives_a_job_all_its_attempts_again(make_job: MakeJob, broker: Redis) -> None:
    job, dead = buried_job(make_job)
    deadletters("replay", dead.id)
    job.refresh_from_db()
    assert (job.status, job.attempt, job.finished_at, bells(broker)) == (JobStatus.QUEUED, 0, None, 1)


def test_replay_sends_a_task_that_was_no_job_again(broker: Redis) -> None:
    deadletters("replay", letter(task="tonebridge.queues.tasks.reap_jobs").id)
    assert bells(broker) == 1


def test_a_letter_is_replayed_once(broker: Redis) -> None:
    once = letter()
    deadletters("replay", once.id)
    with pytest.raises(CommandError):
        deadletters("replay", once.id)
    assert bells(broker) == 1


@pytest.mark.usefixtures("dead_broker")
def test_a_letter_that_could_not_be_sent_still_waits() -> None:
    unsent = letter()
    with pytest.raises(CommandError):
        deadletters("replay", unsent.id)
    unsent.refresh_from_db()
    assert unsent.replayed_at is None


def test_an_unknown_letter_is_one_clear_sentence() -> None:
    with pytest.raises(CommandError):
        deadletters("show", uuid7())


def test_purge_keeps_what_nobody_has_replayed() -> None:
    old = clock.now() - timedelta(days=40)
    letter(created_at=old, replayed_at=old)
    unread, fresh = letter(created_at=old), letter(replayed_at=clock.now())
    assert "1 deleted" in deadletters("purge")
    assert set(DeadLetter.objects.all()) == {unread, fresh}
    assert "1 deleted" in deadletters("purge", "--all")


def test_the_same_end_is_recorded_once_and_without_texts() -> None:
    for _ in range(2):
        record_dead_letter(
            task_id="7",
            task=TASK,
            args=["これは本文です", "id-1"],
            kwargs={"text": "a whole sentence"},
            failure=failure_of(ValueError("これは本文です")),
            attempts=1,
        )
    only = DeadLetter.objects.get()
    assert (only.args, only.kwargs) == (["<removed>", "id-1"], {"text": "<removed>"})
    assert "本文" not in only.error
