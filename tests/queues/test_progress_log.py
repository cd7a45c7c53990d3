"""What is told of jobs to those who follow them: every state that counts, in order, and never twice."""

import json
from typing import cast
from unittest.mock import Mock

import pytest
from redis import Redis

from tests.queues.conftest import ALICES
from tests.queues.test_parts import USER, all_items, hand_in, turn, whole
from tonebridge.queues import progress_log
from tonebridge.queues.actions.cancel_job import cancel_job
from tonebridge.queues.actions.replay_dead_letter import replay_dead_letter
from tonebridge.queues.contracts import JobStatus, JobView
from tonebridge.queues.models import DeadLetter, Job
from tonebridge.queues.progress_log import Missed, missed_since, number_of, tell
from tonebridge.queues.topics import log
from tonebridge.queues.topics.topic import Topic

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch, broker: Redis) -> None:
    monkeypatch.setattr(progress_log, "EVERY_S", 0.001)


def stages(missed: Missed) -> list[tuple[str, int]]:
    return [(state.status.value, state.progress.seen) for state in missed.states]


def test_a_job_that_nobody_watches_is_logged_from_its_first_state_to_its_last() -> None:
    made = hand_in(parts=1, items=2)
    turn(all_items)
    missed = missed_since(whole(made), "0")
    assert not missed.is_gap
    assert stages(missed)[0] == ("running", 0)
    assert stages(missed)[-1] == ("succeeded", 2)
    numbers = [number_of(state) for state in missed.states]
    assert numbers == sorted(set(numbers))


def test_progress_is_told_five_times_a_second_at_most_and_the_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_log, "EVERY_S", 60)
    made = hand_in(parts=1, items=30)
    turn(all_items)
    assert stages(missed_since(whole(made), "0")) == [("running", 0), ("running", 1), ("succeeded", 30)]


def test_one_that_was_called_off_says_so() -> None:
    made = hand_in()
    cancel_job(organization_id=ALICES, job_id=made.id, user_id=USER)
    assert stages(missed_since(whole(made), "0")) == [("cancelled", 0)]


def refuse(job: JobView) -> bool:
    raise ValueError


def test_a_job_that_is_opened_again_goes_on_behind_its_end() -> None:
    made = hand_in(parts=1, items=2)
    Job.objects.filter(parent=made.id).update(attempts_most=1)
    turn(refuse)
    ended = whole(made)
    assert ended.status == JobStatus.DEAD
    replay_dead_letter(letter_id=DeadLetter.objects.get().id)
    assert number_of(whole(made)) > number_of(ended)
    turn(all_items)
    assert stages(missed_since(whole(made), str(number_of(ended))))[-1] == ("succeeded", 2)
    assert ("dead", 2) not in stages(missed_since(whole(made), "0"))


@pytest.mark.parametrize("last", ["1", "999999", "x", "٣", "-1", "9" * 40, "9" * 18, "0\n"])
def test_what_nobody_was_told_is_a_gap(last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made, failed = hand_in(), Mock()
    monkeypatch.setattr(log.availability, "failed", failed)
    assert missed_since(whole(made), last) == Missed((), is_gap=True)
    assert not failed.called


def test_who_has_seen_how_it_stands_has_missed_nothing_whatever_was_wiped(broker: Redis) -> None:
    made = hand_in()
    broker.flushdb()
    assert missed_since(whole(made), "0") == Missed((), is_gap=False)


def test_a_log_holds_no_word_of_anybody(broker: Redis) -> None:
    made = hand_in()
    tell([made])
    found = broker.xrange(Topic(ALICES, f"job:{made.id}").key)
    ((_name, said),) = cast("list[tuple[bytes, dict[bytes, bytes]]]", found)  # redis-py types it as awaitable, too
    assert set(json.loads(said[b"said"])) == {"status", "round", "progress", "times"}
