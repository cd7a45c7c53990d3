"""A job of parts: organizations take turns, progress earns attempts, and the whole ends with the last part."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from redis import Redis

from tests.queues.conftest import ALICES, BOBS_RIVALS, KIND, messages
from tonebridge.ids import uuid7
from tonebridge.queues.actions.cancel_job import cancel_job
from tonebridge.queues.actions.claim_next_part import claim_next_part
from tonebridge.queues.actions.enqueue_parts import enqueue_parts
from tonebridge.queues.actions.finish_job import LeaseLost
from tonebridge.queues.actions.note_item import note_item
from tonebridge.queues.actions.reap_jobs import reap_jobs
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.contracts import JobProgress, JobStatus, JobView, PartWanted, Priority
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.queries.jobs import asked_job
from tonebridge.queues.run_job import PartWork, run_turn
from tonebridge.resilience import clock

pytestmark = pytest.mark.django_db
USER = uuid7()


def hand_in(organization_id: UUID = ALICES, *, parts: int = 2, items: int = 3) -> JobView:
    wanted = [PartWanted({"part_id": str(uuid7())}, items) for _ in range(parts)]
    return enqueue_parts(kind=KIND, parts=wanted, organization_id=organization_id, user_id=USER)


def turn(work: PartWork, claimant: str = "message#0", dead: str = "") -> None:
    run_turn(work, kind=KIND, priority=Priority.DEFAULT, claimant=claimant, dead_claimant=dead)


def all_items(job: JobView) -> bool:
    for _ in range(job.progress.total - job.progress.seen):
        note_item(job=job, went_well=True)
    return True


def whole(job: JobView, organization_id: UUID = ALICES) -> JobView:
    return asked_job(organization_id, USER, job.id)


def test_the_whole_is_as_far_as_its_parts_and_ends_with_the_last() -> None:
    made = hand_in()
    turn(all_items)
    assert (whole(made).status, whole(made).progress) == (JobStatus.RUNNING, JobProgress(3, 0, 6))
    turn(all_items)
    assert (whole(made).status, whole(made).progress) == (JobStatus.SUCCEEDED, JobProgress(6, 0, 6))
    assert whole(made).finished_at is not None


def test_organizations_take_turns_however_much_one_has_handed_in() -> None:
    hand_in(ALICES, parts=6)
    hand_in(BOBS_RIVALS, parts=2)
    served: list[UUID | None] = []

    def note(job: JobView) -> bool:
        served.append(job.organization_id)
        return all_items(job)

    for _ in range(8):
        turn(note)
    assert served == [ALICES, BOBS_RIVALS, ALICES, BOBS_RIVALS, *[ALICES] * 4]


def test_queues_do_not_take_from_one_another() -> None:
    hand_in()
    assert claim_next_part(kind=KIND, priority=Priority.BULK, claimant="x#0") is None
    assert claim_next_part(kind="other", priority=Priority.DEFAULT, claimant="x#0") is None
    assert claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="x#0") is not None


def test_a_part_that_stops_in_between_lets_the_others_go_first(broker: Redis) -> None:
    made = hand_in(parts=1)

    def one(job: JobView) -> bool:
        note_item(job=job, went_well=True)
        return False

    turn(one)
    assert whole(made).progress == JobProgress(1, 0, 3)
    assert Job.objects.get(parent=made.id).status == JobStatus.QUEUED
    turn(all_items)
    assert whole(made).status == JobStatus.SUCCEEDED


def test_what_a_lost_run_has_left_comes_first() -> None:
    hand_in(parts=3)
    first = claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="message#0")
    again = claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="message#1", dead_claimant="message#0")
    assert first is not None and again is not None
    assert (again.id, again.attempt) == (first.id, 2)


def test_a_run_that_was_overtaken_counts_nothing() -> None:
    made = hand_in(parts=1)
    first = claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="message#0")
    claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="message#1", dead_claimant="message#0")
    assert first is not None
    with pytest.raises(LeaseLost):
        note_item(job=first, went_well=True)
    assert whole(made).progress.seen == 0


def failing(error: Exception, *, after: int = 0) -> PartWork:
    def work(job: JobView) -> bool:
        for _ in range(after):
            note_item(job=job, went_well=True)
        raise error

    return work


def test_a_part_that_always_fails_is_given_up_and_the_whole_is_dead(settings: LazySettings) -> None:
    made = hand_in(parts=2)
    turn(all_items)
    for attempt in range(settings.JOB_MAX_ATTEMPTS):
        Job.objects.update(due_at=None)
        turn(failing(RuntimeError("x")), claimant=f"message{attempt}#0")
    assert (whole(made).status, whole(made).progress) == (JobStatus.DEAD, JobProgress(3, 3, 6))
    letter = DeadLetter.objects.get()
    assert (letter.attempts, letter.error_class) == (settings.JOB_MAX_ATTEMPTS, "builtins.RuntimeError")
    replay_dead_letter(letter_id=letter.id)
    assert whole(made).status == JobStatus.RUNNING
    turn(all_items)
    assert (whole(made).status, whole(made).progress) == (JobStatus.SUCCEEDED, JobProgress(6, 0, 6))


def test_progress_earns_attempts_anew(settings: LazySettings) -> None:
    made = hand_in(parts=1, items=20)
    for attempt in range(3 * settings.JOB_MAX_ATTEMPTS):
        Job.objects.update(due_at=None)
        turn(failing(RuntimeError("x"), after=1), claimant=f"message{attempt}#0")
    assert (whole(made).status, whole(made).progress.done) == (JobStatus.RUNNING, 12)
    assert not DeadLetter.objects.exists()


def test_a_part_waits_before_it_is_tried_again() -> None:
    hand_in(parts=1)
    turn(failing(RuntimeError("x")))
    part = Job.objects.get(parent__isnull=False)
    Job.objects.filter(pk=part.pk).update(due_at=clock.now() + timedelta(seconds=5))
    assert claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="x#0") is None


def test_a_cancelled_whole_leaves_no_part_to_do() -> None:
    made = hand_in(parts=3)
    turn(all_items)
    running = claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="message#0")
    assert cancel_job(organization_id=ALICES, job_id=made.id, user_id=USER).progress == JobProgress(3, 0, 9)
    assert claim_next_part(kind=KIND, priority=Priority.DEFAULT, claimant="x#0") is None
    assert running is not None
    with pytest.raises(LeaseLost):
        note_item(job=running, went_well=True)


@pytest.mark.django_db(transaction=True)
def test_a_task_is_sent_for_each_part_and_the_reaper_sends_a_few(broker: Redis) -> None:
    hand_in(parts=60)
    assert messages(broker) == 60
    broker.flushdb()
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        assert reap_jobs().sent == 40


def test_the_whole_itself_is_nobodys_work() -> None:
    made = hand_in(parts=1)
    assert not Job.objects.workable().filter(pk=made.id).exists()
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert not Job.objects.unclaimed(at=clock.now()).filter(pk=made.id).exists()
        assert not Job.objects.lost(at=clock.now()).filter(pk=made.id).exists()
