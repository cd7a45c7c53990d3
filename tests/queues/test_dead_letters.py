"""`manage.py deadletters`: see to work that was given up."""

import base64
import json
from datetime import timedelta
from io import StringIO
from typing import cast

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from redis import Redis

from tests.queues.conftest import ALICES, BOBS_RIVALS, KIND, TASK, MakeJob, messages
from tonebridge.ids import uuid7
from tonebridge.queues.actions.fail_job import fail_job
from tonebridge.queues.actions.forget_jobs import forget_jobs
from tonebridge.queues.actions.record_dead_letter import record_dead_letter
from tonebridge.queues.contracts import JobStatus, Priority
from tonebridge.queues.failures import failure_of
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

pytestmark = pytest.mark.django_db


def deadletters(*arguments: object) -> str:
    out = StringIO()
    call_command("deadletters", *map(str, arguments), stdout=out)
    return out.getvalue()


def letter(**given: object) -> DeadLetter:
    columns = {"task_id": str(uuid7()), "task": TASK, "error_class": "X", "created_at": clock.now()}
    return DeadLetter.objects.create(**columns | given)


def buried_job(make_job: MakeJob) -> tuple[Job, DeadLetter]:
    job = make_job(status=JobStatus.DEAD, attempt=4, finished_at=clock.now(), claimed_by="message#3")
    return job, letter(task_id="message#3", args=[str(job.id)])


def test_list_shows_those_that_wait() -> None:
    waiting, seen_to = letter(), letter(replayed_at=clock.now())
    assert str(waiting.id) in deadletters("list")
    assert str(seen_to.id) not in deadletters("list")
    assert str(seen_to.id) in deadletters("list", "--all")


def test_list_has_a_head_and_says_when_there_are_none() -> None:
    assert deadletters("list") == "No dead letters wait for anybody.\n"
    seen = letter(error_class="tonebridge.errors.Unavailable", attempts=4)
    head, line = deadletters("list").splitlines()
    assert head.split() == ["ID", "GIVEN", "UP", "STATE", "TRIES", "ERROR", "TASK"]
    assert line.split()[2:] == ["waiting", "4", "Unavailable", TASK]
    assert [json.loads(each)["id"] for each in deadletters("list", "--json").splitlines()] == [str(seen.id)]


def test_show_tells_everything_known() -> None:
    assert json.loads(deadletters("show", letter(args=["7"]).id))["args"] == ["7"]


def given_up(job: Job) -> DeadLetter:
    """The letter of a job whose last attempt has failed."""
    assert fail_job(job=job.view(), error=ValueError("これは本文です")) == JobStatus.DEAD
    return DeadLetter.objects.get(args=[str(job.id)])


def test_show_tells_what_was_asked_when_nothing_else_knows_of_it(make_job: MakeJob) -> None:
    job = make_job(running=True, attempt=4, claimed_by="message#3", payload_ids={"message_id": "7"}, user_id=uuid7())
    dead = given_up(job)
    Job.objects.all().delete()
    shown = json.loads(deadletters("show", dead.id))
    assert (shown["organization_id"], shown["attempts"]) == (str(ALICES), 4)
    asked = shown["job"]
    assert (asked["kind"], asked["payload_ids"], asked["user_id"]) == (KIND, {"message_id": "7"}, str(job.user_id))


@pytest.mark.django_db(transaction=True)
def test_replay_makes_a_job_anew_whose_row_has_gone(make_job: MakeJob, broker: Redis) -> None:
    job = make_job(running=True, attempt=4, payload_ids={"message_id": "7"}, priority=Priority.BULK, progress_total=3)
    dead = given_up(job)
    Job.objects.all().delete()
    deadletters("replay", dead.id)
    again = Job.objects.get()
    assert (again.id, again.status, again.attempt, again.payload_ids) == (job.id, "queued", 0, {"message_id": "7"})
    assert (again.organization_id, again.priority, again.progress_total) == (ALICES, Priority.BULK, 3)
    assert messages(broker) == 1


@pytest.mark.django_db(transaction=True)
def test_replay_makes_a_part_anew_and_what_it_was_a_part_of(make_job: MakeJob, broker: Redis) -> None:
    whole = make_job(parts=2, progress_total=50, user_id=uuid7())
    dead = given_up(make_job(running=True, attempt=4, parent_id=whole.id, user_id=whole.user_id, progress_total=25))
    Job.objects.all().delete()
    deadletters("replay", dead.id)
    part, parent = Job.objects.get(parts=0), Job.objects.get(parts=1)
    assert (part.parent_id, parent.id, parent.user_id, parent.progress_total) == (whole.id, whole.id, whole.user_id, 25)


def test_a_task_that_was_no_job_is_sent_again_with_all_it_was_given(broker: Redis) -> None:
    args, kwargs = ["これは本文です", 7], {"text": "a whole sentence"}
    failure = failure_of(ValueError())
    record_dead_letter(task_id="7", task=TASK, args=args, kwargs=kwargs, failure=failure, attempts=1)
    deadletters("replay", DeadLetter.objects.get().id)
    sent = json.loads(cast("bytes", broker.lindex("{tb}:default:3", 0)))
    assert json.loads(base64.b64decode(sent["body"]))[:2] == [args, kwargs]


def test_what_was_asked_is_sealed_in_the_database() -> None:
    record_dead_letter(
        task_id="7", task=TASK, args=["secret-words"], kwargs={}, failure=failure_of(ValueError()), attempts=1
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT envelope FROM dead_letters")
        (sealed,) = cursor.fetchone()
    assert b"secret-words" not in bytes(sealed)


def test_a_letter_that_lost_what_was_asked_is_not_sent_as_something_else(broker: Redis) -> None:
    old = letter(args=["<removed>"])
    with pytest.raises(CommandError, match=str(old.id)):
        deadletters("replay", old.id)
    old.refresh_from_db()
    assert (old.replayed_at, messages(broker)) == (None, 0)


def test_one_that_cannot_be_replayed_leaves_the_others(broker: Redis) -> None:
    first, second = letter(replayed_at=clock.now()), letter()
    with pytest.raises(CommandError, match=str(first.id)):
        deadletters("replay", first.id, second.id)
    second.refresh_from_db()
    assert second.replayed_at is not None


def test_an_organization_takes_its_letters_along(make_job: MakeJob) -> None:
    given_up(make_job(running=True, attempt=4))
    other = letter(organization_id=BOBS_RIVALS)
    forget_jobs(organization_id=ALICES)
    assert list(DeadLetter.objects.all()) == [other]


def test_what_is_about_more_than_an_organization_outlives_it(make_job: MakeJob) -> None:
    job = make_job(running=True, attempt=4)
    given_up(job)
    forget_jobs(organization_id=ALICES, but=[job.kind])
    job.refresh_from_db()
    assert (job.organization_id, DeadLetter.objects.get().organization_id) == (None, None)


@pytest.mark.django_db(transaction=True)
def test_replay_gives_a_job_all_its_attempts_again(make_job: MakeJob, broker: Redis) -> None:
    job, dead = buried_job(make_job)
    deadletters("replay", dead.id)
    job.refresh_from_db()
    assert (job.status, job.attempt, job.finished_at, messages(broker)) == (JobStatus.QUEUED, 0, None, 1)


def test_replay_sends_a_task_that_was_no_job_again(broker: Redis) -> None:
    deadletters("replay", letter(task="tonebridge.queues.tasks.reap_jobs").id)
    assert messages(broker) == 1


def test_a_letter_is_replayed_once(broker: Redis) -> None:
    once = letter()
    deadletters("replay", once.id)
    with pytest.raises(CommandError):
        deadletters("replay", once.id)
    assert messages(broker) == 1


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


def test_a_process_of_the_version_before_may_leave_a_letter_behind() -> None:
    """As the organization, without naming it."""
    columns = "id, task_id, task, args, kwargs, error_class, error, attempts, created_at"
    with acting_for(ALICES), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO dead_letters ({columns}) VALUES (%s, 'x', 'y', '[]', '{{}}', 'z', '', 1, now())", [uuid7()]
        )
    assert DeadLetter.objects.get().organization_id == ALICES


def test_nobody_sees_a_letter_of_another_organization() -> None:
    letter(organization_id=ALICES)
    with acting_for(BOBS_RIVALS):
        assert DeadLetter.objects.count() == 0
    with acting_for(ALICES):
        assert DeadLetter.objects.count() == 1
