"""When watched jobs are looked at: rarely while pushes are heard, often while they aren't, never more often than that."""

from itertools import pairwise
from uuid import UUID

import pytest

from apps.transform.live.look_times import EVERY_S, NOTICE_S, QUIET_S, SAFETY_S, LookTimes
from tests.passing_time import PassingTime
from tonebridge.ids import uuid7
from tonebridge.queues import progress_log
from tonebridge.resilience import clock

ONE, OTHER = uuid7(), uuid7()
BOTH = {ONE, OTHER}


@pytest.fixture
def time(passing_time: PassingTime) -> PassingTime:
    """It goes on when it is told to."""
    passing_time.stand_still()
    return passing_time


@pytest.fixture
def looked(time: PassingTime) -> LookTimes:
    """All have been looked at."""
    times = LookTimes()
    assert times.due(BOTH, hears=True) == BOTH
    return times


def test_all_are_looked_at_rarely_while_pushes_are_heard(time: PassingTime, looked: LookTimes) -> None:
    time.pass_s(SAFETY_S - 0.01)
    assert looked.due(BOTH, hears=True) == set()
    time.pass_s(0.02)
    assert looked.due(BOTH, hears=True) == BOTH


def test_all_are_looked_at_often_while_they_are_not(time: PassingTime, looked: LookTimes) -> None:
    for _ in range(3):
        assert looked.due(BOTH, hears=False) == set()
        time.pass_s(EVERY_S + 0.01)
        assert looked.due(BOTH, hears=False) == BOTH


def test_one_that_got_on_is_looked_at_once_it_is_quiet(time: PassingTime, looked: LookTimes) -> None:
    for _ in range(5):
        looked.look_soon(ONE, after_s=QUIET_S)
        time.pass_s(QUIET_S - 0.01)
        assert looked.due(BOTH, hears=True) == set()
    time.pass_s(0.02)
    assert looked.due(BOTH, hears=True) == {ONE}
    time.pass_s(EVERY_S + 0.01)
    assert looked.due(BOTH, hears=True) == set()


def test_workers_are_waited_for_as_long_as_they_may_be_silent() -> None:
    assert QUIET_S > progress_log.EVERY_S


def test_nobody_looks_more_often_than_five_times_a_second(time: PassingTime, looked: LookTimes) -> None:
    times: list[float] = []
    for _ in range(1_000):
        looked.look_soon(ONE)
        time.pass_s(1 / 64)
        if looked.due(BOTH, hears=False):
            times.append(clock.tick())
    assert min(after - before for before, after in pairwise(times)) >= EVERY_S
    assert len(times) >= 40


@pytest.mark.parametrize("hears", [True, False])
@pytest.mark.parametrize("soon", [SAFETY_S, 3.0, 0.1, 0.0])
def test_a_pause_ends_when_something_is_due_or_is_to_be_noticed(
    time: PassingTime, looked: LookTimes, hears: bool, soon: float
) -> None:
    began, due = clock.tick(), min(soon, SAFETY_S if hears else EVERY_S)
    looked.look_soon(ONE, after_s=soon)
    while not looked.due(BOTH, hears=hears):
        pause = looked.pause_s(hears=hears)
        assert 0 < pause <= NOTICE_S
        time.pass_s(pause + 1e-6)
    assert clock.tick() - began == pytest.approx(max(EVERY_S, due), abs=1e-3)


def test_a_look_that_failed_is_repeated_soon(time: PassingTime, looked: LookTimes) -> None:
    looked.missed()
    assert looked.due(BOTH, hears=True) == set()
    time.pass_s(EVERY_S + 0.01)
    assert looked.due(BOTH, hears=True) == BOTH


def test_what_nobody_follows_any_more_keeps_nobody_awake(time: PassingTime, looked: LookTimes) -> None:
    gone: UUID = uuid7()
    looked.look_soon(gone)
    looked.look_soon(ONE)
    looked.forget(ONE)
    time.pass_s(EVERY_S + 0.01)
    assert looked.due(BOTH, hears=True) == set()
    assert looked.pause_s(hears=True) > 0
