"""A breaker: opens, lets one try, closes; with the server that shares it and without."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier
from typing import Any
from unittest.mock import Mock
from uuid import uuid4

import pytest

from tests.passing_time import PassingTime
from tests.resilience.calling import QUICK, fail, succeed
from tests.waiting import until
from tonebridge.errors import InvalidRequest, TimedOut, Unavailable
from tonebridge.resilience.circuit_breaker import Breaker, CircuitOpen, guarded
from tonebridge.resilience.local_breaker import Decision, State
from tonebridge.telemetry import metrics


def test_it_opens_when_half_of_at_least_five_calls_failed(breaker: Breaker) -> None:
    succeed(breaker, 3)
    fail(breaker, 2)
    assert breaker.ask().state is State.CLOSED
    fail(breaker, 1)
    assert breaker.ask().state is State.OPEN
    with pytest.raises(CircuitOpen) as refused, breaker.guarded():
        raise AssertionError("called all the same")
    assert refused.value.retry_after_s == 1


def test_four_failures_are_too_few(breaker: Breaker) -> None:
    fail(breaker, 4)
    assert breaker.ask().state is State.CLOSED


@pytest.mark.parametrize("error", [InvalidRequest(), KeyError(), TimedOut()])
def test_what_we_refuse_ourselves_isnt_held_against_it(breaker: Breaker, error: Exception) -> None:
    fail(breaker, 6, error)
    assert (breaker.ask().state is State.CLOSED) == isinstance(error, InvalidRequest)


def test_after_its_time_one_call_of_fifty_tries_and_closes_it(breaker: Breaker, still_time: PassingTime) -> None:
    fail(breaker)
    still_time.pass_s(0.75)
    assert not breaker.ask().admits
    still_time.pass_s(0.25)
    words = [breaker.ask() for _ in range(50)]
    assert [word.admits for word in words] == [True] + [False] * 49
    breaker.tell(words[0].permit, ok=True)
    assert breaker.ask().state is State.CLOSED


def test_of_fifty_that_race_one_tries(breaker: Breaker, still_time: PassingTime) -> None:
    fail(breaker)
    still_time.pass_s(1)
    ready = Barrier(10)

    def ask(_number: int) -> int:
        ready.wait()
        return sum(breaker.ask().admits for _ in range(5))

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(ask, range(10))) == 1


def test_a_patient_call_waits_for_the_one_that_tries(
    breaker: Breaker, still_time: PassingTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaker._patience_s = 5.0
    fail(breaker)
    still_time.pass_s(1)
    trying = breaker.ask()
    monkeypatch.setattr(breaker, "ask", asked := Mock(wraps=breaker.ask))
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(succeed, breaker)
        until(lambda: asked.call_count > 2)
        assert not other.done()
        breaker.tell(trying.permit, ok=True)
        other.result(timeout=20)


def test_patience_comes_to_an_end(breaker: Breaker, still_time: PassingTime, monkeypatch: pytest.MonkeyPatch) -> None:
    breaker._patience_s = 2.0
    fail(breaker)
    still_time.pass_s(1)
    trying = breaker.ask()
    monkeypatch.setattr(breaker, "ask", asked := Mock(wraps=breaker.ask))
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(succeed, breaker)
        until(lambda: asked.call_count > 2)
        still_time.pass_s(2)
        error = other.exception() if wait([other], timeout=5).done else None
        breaker.tell(trying.permit, ok=True)  # ends it in any case
    assert isinstance(error, CircuitOpen)


def test_each_failed_try_doubles_the_time(breaker: Breaker, still_time: PassingTime) -> None:
    fail(breaker)
    found = [breaker.ask().wait_s]
    for _ in range(3):
        still_time.pass_s(found[-1])
        fail(breaker, 1)
        found.append(breaker.ask().wait_s)
    assert found == [1, 2, 4, 8]


@pytest.mark.parametrize(("after_s", "opens_for_s"), [(9.5, 2), (10, 1)])
def test_one_that_opens_soon_after_it_closed_stays_open_for_longer(
    breaker: Breaker, still_time: PassingTime, after_s: float, opens_for_s: float
) -> None:
    fail(breaker)
    still_time.pass_s(1)
    succeed(breaker)
    still_time.pass_s(after_s)
    fail(breaker)
    assert breaker.ask().wait_s == opens_for_s


def test_a_try_that_got_lost_is_followed_by_another_after_its_lease(breaker: Breaker, still_time: PassingTime) -> None:
    _lost, found = two_that_try(breaker, still_time)
    assert found.admits
    assert not breaker.ask().admits


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_that_try_the_first_that_tells_decides(breaker: Breaker, still_time: PassingTime, which: int) -> None:
    """A model may write for longer than a try keeps the others waiting: were the slow ones not heard, none ever would be."""
    tries = two_that_try(breaker, still_time)
    breaker.tell(tries[which].permit, ok=True)
    assert breaker.ask().state is State.CLOSED
    breaker.tell(tries[1 - which].permit, ok=False)
    assert breaker.ask().state is State.CLOSED


@pytest.mark.parametrize("which", [0, 1])
def test_a_try_from_before_it_opened_again_says_nothing(breaker: Breaker, still_time: PassingTime, which: int) -> None:
    tries = two_that_try(breaker, still_time)
    breaker.tell(tries[which].permit, ok=False)
    assert breaker.ask().state is State.OPEN
    breaker.tell(tries[1 - which].permit, ok=True)
    assert not breaker.ask().admits


def two_that_try(breaker: Breaker, time: PassingTime) -> tuple[Decision, Decision]:
    """Half open; the first one's lease is over, so there is a second."""
    fail(breaker)
    time.pass_s(1)
    first = breaker.ask()
    time.pass_s(QUICK.lease_s - 0.25)
    assert not breaker.ask().admits
    time.pass_s(0.25)
    second = breaker.ask()
    assert second.permit != first.permit
    return first, second


def test_a_cancelled_call_says_nothing(breaker: Breaker) -> None:
    for _ in range(6):
        with pytest.raises(KeyboardInterrupt), breaker.guarded():
            raise KeyboardInterrupt
    assert breaker.ask().state is State.CLOSED


def test_all_processes_share_it() -> None:
    name = f"test:{uuid4().hex[:6]}"
    mine, another = Breaker(name, policy=QUICK), Breaker(name, policy=QUICK)
    fail(mine)
    assert another.ask().state is State.OPEN


def test_each_change_is_one_line_and_one_count(
    breaker: Breaker, still_time: PassingTime, caplog: pytest.LogCaptureFixture
) -> None:
    fail(breaker)
    breaker.ask()  # refused while it is open
    still_time.pass_s(1)
    breaker.tell(breaker.ask().permit, ok=True)
    told = [vars(record) for record in caplog.records]
    lines = [line["state"] for line in told if line.get("breaker") == breaker.name]
    assert lines == ["open", "half_open", "closed"]
    counted = metrics.BREAKER_TRANSITIONS.labels(breaker.name, "open")
    assert counted._value.get() == 1


def test_a_calm_one_is_asked_once_and_told_all_together(
    still_time: PassingTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = Breaker(f"test:{uuid4().hex[:6]}", calm_s=1, policy=QUICK)
    asked: list[tuple[str, int, int]] = []
    answer = calm._from_server

    def counted(what: str, permit: int, good: int, bad: int) -> Any:
        asked.append((what, good, bad))
        return answer(what, permit, good, bad)

    monkeypatch.setattr(calm, "_from_server", counted)
    succeed(calm, 20)
    still_time.pass_s(1)
    succeed(calm)
    assert asked == [("ask", 0, 0), ("ask", 20, 0)]
    fail(calm, 1)
    assert asked[2] == ("tell", 1, 1)


def test_a_named_call_is_refused_after_five_failures() -> None:
    name, calls = f"test:{uuid4().hex[:6]}", []

    def call() -> None:
        calls.append(1)
        raise Unavailable

    for _ in range(8):
        with pytest.raises(Unavailable):
            guarded(name, call)
    assert len(calls) == 5
