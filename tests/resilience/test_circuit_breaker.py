"""A breaker: opens, lets one try, closes; with the server that shares it and without."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from redis import ConnectionError as NoConnection
from redis import TimeoutError as NoAnswer

from tonebridge.errors import InvalidRequest, TimedOut, Unavailable
from tonebridge.resilience import circuit_breaker, clock, redis_client
from tonebridge.resilience.circuit_breaker import Breaker, CircuitOpen, Parked, guarded
from tonebridge.resilience.local_breaker import Manner, State, Word
from tonebridge.telemetry import metrics

QUICK = Manner(first_open_s=0.1, lease_s=0.5)


@pytest.fixture(params=["shared", "alone", "server away"])
def breaker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Breaker:
    if request.param == "server away":
        monkeypatch.setattr(circuit_breaker, "get_redis_connection", _refused)
    monkeypatch.setattr(circuit_breaker, "redis_breaker", Breaker("redis of a test", shared=False))
    return Breaker(f"test:{uuid4().hex[:6]}", shared=request.param != "alone", manner=QUICK)


def _refused(_name: str) -> Any:
    raise ConnectionError


def fail(breaker: Breaker, times: int = 5, error: Exception | None = None) -> None:
    for _ in range(times):
        try:
            with breaker.guarded():
                raise error or Unavailable()
        except (Unavailable, TimedOut, InvalidRequest, KeyError):
            pass


def succeed(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with breaker.guarded():
            pass


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


def test_after_its_time_one_call_of_fifty_tries_and_closes_it(breaker: Breaker) -> None:
    fail(breaker)
    time.sleep(0.11)
    words = [breaker.ask() for _ in range(50)]
    assert [word.admits for word in words] == [True] + [False] * 49
    breaker.tell(words[0].permit, ok=True)
    assert breaker.ask().state is State.CLOSED


def test_of_fifty_that_race_one_tries(breaker: Breaker) -> None:
    fail(breaker)
    time.sleep(0.11)
    ready = Barrier(10)

    def ask(_number: int) -> int:
        ready.wait()
        return sum(breaker.ask().admits for _ in range(5))

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(ask, range(10))) == 1


def test_a_patient_call_waits_for_the_one_that_tries(breaker: Breaker) -> None:
    breaker._patience_s = 5.0
    fail(breaker)
    time.sleep(0.11)
    trying = breaker.ask()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(succeed, breaker)
        time.sleep(0.06)
        assert not other.done()
        breaker.tell(trying.permit, ok=True)
        other.result(timeout=5)


def test_each_failed_try_doubles_the_time(breaker: Breaker) -> None:
    fail(breaker)
    time.sleep(0.11)
    fail(breaker, 1)
    assert 0.1 < breaker.ask().wait_s <= 0.2
    time.sleep(0.21)
    fail(breaker, 1)
    assert 0.2 < breaker.ask().wait_s <= 0.4


def test_one_that_opens_soon_after_it_closed_stays_open_for_longer(breaker: Breaker) -> None:
    fail(breaker)
    time.sleep(0.11)
    succeed(breaker)
    fail(breaker)
    assert 0.1 < breaker.ask().wait_s <= 0.2


def test_a_try_that_got_lost_is_followed_by_another_after_its_lease(breaker: Breaker) -> None:
    _lost, found = two_that_try(breaker)
    assert found.admits
    assert not breaker.ask().admits


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_that_try_the_first_that_tells_decides(breaker: Breaker, which: int) -> None:
    """A model may write for longer than a try keeps the others waiting: were the slow ones not heard, none ever would be."""
    tries = two_that_try(breaker)
    breaker.tell(tries[which].permit, ok=True)
    assert breaker.ask().state is State.CLOSED
    breaker.tell(tries[1 - which].permit, ok=False)
    assert breaker.ask().state is State.CLOSED


@pytest.mark.parametrize("which", [0, 1])
def test_a_try_from_before_it_opened_again_says_nothing(breaker: Breaker, which: int) -> None:
    tries = two_that_try(breaker)
    breaker.tell(tries[which].permit, ok=False)
    assert breaker.ask().state is State.OPEN
    breaker.tell(tries[1 - which].permit, ok=True)
    assert not breaker.ask().admits


def two_that_try(breaker: Breaker) -> tuple[Word, Word]:
    """Half open; the first one's lease is over, so there is a second."""
    fail(breaker)
    time.sleep(0.11)
    first = breaker.ask()
    assert not breaker.ask().admits
    time.sleep(0.51)
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
    mine, another = Breaker(name, manner=QUICK), Breaker(name, manner=QUICK)
    fail(mine)
    assert another.ask().state is State.OPEN


def test_each_change_is_one_line_and_one_count(breaker: Breaker, caplog: pytest.LogCaptureFixture) -> None:
    fail(breaker)
    for _ in range(20):
        breaker.ask()
    time.sleep(0.11)
    succeed(breaker)
    told = [vars(record) for record in caplog.records]
    lines = [line["state"] for line in told if line.get("breaker") == breaker.name]
    assert lines == ["open", "half_open", "closed"]
    counted = metrics.BREAKER_TRANSITIONS.labels(breaker.name, "open")
    assert counted._value.get() == 1


def test_a_calm_one_is_asked_once_and_told_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    calm = Breaker(f"test:{uuid4().hex[:6]}", calm_s=0.1, manner=QUICK)
    asked: list[tuple[str, int, int]] = []
    answer = calm._from_server

    def counted(what: str, permit: int, good: int, bad: int) -> Any:
        asked.append((what, good, bad))
        return answer(what, permit, good, bad)

    monkeypatch.setattr(calm, "_from_server", counted)
    succeed(calm, 20)
    time.sleep(0.11)
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


@pytest.fixture
def tried_elsewhere() -> Breaker:
    """Open, and its time is over."""
    breaker = Breaker("test:elsewhere", shared=False, manner=Manner(first_open_s=0.0))
    breaker.is_tried_elsewhere = True
    fail(breaker)
    return breaker


def test_no_caller_tries_where_somebody_else_does(tried_elsewhere: Breaker) -> None:
    for _ in range(3):
        with pytest.raises(CircuitOpen), tried_elsewhere.guarded():
            raise AssertionError("called all the same")


def test_callers_are_let_in_again_once_somebody_else_found_it_well(tried_elsewhere: Breaker) -> None:
    async def refused() -> None:
        raise ConnectionError

    async def answered() -> None:
        return None

    asyncio.run(tried_elsewhere.look(refused, slow_s=1))
    assert not tried_elsewhere.ask().admits
    asyncio.run(tried_elsewhere.look(answered, slow_s=1))
    succeed(tried_elsewhere)
    asyncio.run(tried_elsewhere.look(refused, slow_s=1))  # closed: nobody asks
    succeed(tried_elsewhere)


def test_one_failure_of_the_kind_that_costs_a_wait_is_enough_however_well_it_went_before() -> None:
    breaker = Breaker("test:hangs", shared=False)
    succeed(breaker, 200)
    fail(breaker, 3)
    assert breaker.ask().admits
    with pytest.raises(TimedOut), breaker.guarded(opens_at=(TimedOut,)):
        raise TimedOut
    assert breaker.ask().state is State.OPEN


@pytest.mark.parametrize(("took_s", "admits"), [(0.05, True), (0.2, False)])
def test_whoever_has_the_time_opens_one_that_is_slow_and_closes_it_when_it_is_quick_again(
    monkeypatch: pytest.MonkeyPatch, took_s: float, admits: bool
) -> None:
    now = [0.0]
    monkeypatch.setattr(clock, "tick", lambda: now[0])
    breaker = Breaker("test:slow", shared=False, manner=Manner(first_open_s=0.0))
    breaker.is_tried_elsewhere = True

    async def takes(seconds: float) -> None:
        now[0] += seconds

    asyncio.run(breaker.look(lambda: takes(took_s), slow_s=0.1))
    assert breaker.ask().admits is admits
    asyncio.run(breaker.look(lambda: takes(took_s), slow_s=0.1))
    assert breaker.ask().admits is admits
    asyncio.run(breaker.look(lambda: takes(0.05), slow_s=0.1))
    assert breaker.ask().admits


def test_every_use_of_a_cache_server_that_hung_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that notices is whoever asks first; the others, of whatever kind, don't wait for the server again."""
    server = Breaker("redis of a test", shared=False)
    monkeypatch.setattr(redis_client, "redis_breaker", server)

    async def hung(_server: object) -> None:
        raise NoAnswer

    async def called(_server: object) -> None:
        raise AssertionError("asked all the same")

    async def both() -> None:
        with pytest.raises(NoAnswer):
            await redis_client.answer_of(hung)
        with pytest.raises(NoConnection):
            await redis_client.answer_of(called)

    asyncio.run(both())


def test_an_answer_that_a_busy_process_did_not_hear_is_not_held_against_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, now = Breaker("redis of a test", shared=False), [0.0]
    monkeypatch.setattr(redis_client, "redis_breaker", server)
    monkeypatch.setattr(clock, "tick", lambda: now[0])

    async def heard_late(_server: object) -> None:
        now[0] += 1.0
        raise NoAnswer

    async def answered(_server: object) -> str:
        return "well"

    async def all_of_them() -> str:
        for _ in range(5):
            with pytest.raises(redis_client.MissedAnswer):
                await redis_client.answer_of(heard_late)
        return await redis_client.answer_of(answered)

    assert asyncio.run(all_of_them()) == "well"


def parked_s(breaker: Breaker) -> float:
    """For how long it is to be left alone; 0 where it may be called."""
    word = breaker.ask()
    assert word.admits is (word.state is not State.PARKED)
    return 0.0 if word.admits else word.wait_s


def test_what_asked_to_be_left_alone_is_for_so_long(breaker: Breaker) -> None:
    assert parked_s(breaker) == 0
    breaker.park(30)
    assert 20 < parked_s(breaker) <= 30
    breaker.park(0.05)
    assert parked_s(breaker) > 20, "a shorter wish doesn't end a longer one"


def test_what_asked_to_be_left_alone_is_not_called(breaker: Breaker) -> None:
    breaker.park(29.5)
    with pytest.raises(Parked) as refused, breaker.guarded():
        raise AssertionError("called all the same")
    assert refused.value.retry_after_s == 30


def test_nobody_tries_what_asked_to_be_left_alone(breaker: Breaker) -> None:
    breaker.park(0.3)
    fail_without_asking(breaker)
    time.sleep(0.11)
    assert breaker.ask().state is State.PARKED
    time.sleep(0.2)
    assert breaker.ask().permit != 0


def fail_without_asking(breaker: Breaker) -> None:
    for _ in range(5):
        breaker.tell(0, ok=False)


def test_it_is_left_alone_by_others_where_they_share_a_server() -> None:
    name = f"test:{uuid4().hex[:6]}"
    Breaker(name).park(30)
    assert 20 < parked_s(Breaker(name)) <= 30
    assert parked_s(Breaker(name, shared=False)) == 0
    assert parked_s(Breaker(f"{name}-other")) == 0


def test_what_another_one_hears_later_ends_no_longer_wish() -> None:
    name = f"test:{uuid4().hex[:6]}"
    Breaker(name).park(30)
    Breaker(name).park(1)
    assert parked_s(Breaker(name)) > 20
    Breaker(name).park(50)
    assert parked_s(Breaker(name)) > 40


def test_its_time_comes_to_an_end() -> None:
    one, other = (Breaker(name) for name in [f"test:{uuid4().hex[:6]}"] * 2)
    one.park(0.05)
    time.sleep(0.1)
    assert (parked_s(one), parked_s(other)) == (0, 0)
