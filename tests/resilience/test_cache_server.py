"""The breaker around the cache server: one failure is enough, and somebody who has the time tries it again."""

import asyncio

import pytest
from redis import ConnectionError as NoConnection
from redis import TimeoutError as NoAnswer

from tests.passing_time import PassingTime
from tests.resilience.calling import fail, succeed
from tonebridge.errors import TimedOut
from tonebridge.resilience import redis_client
from tonebridge.resilience.circuit_breaker import Breaker, CircuitOpen
from tonebridge.resilience.local_breaker import Policy, State


@pytest.fixture
def tried_elsewhere() -> Breaker:
    """Open, and its time is over."""
    breaker = Breaker("test:elsewhere", shared=False, policy=Policy(first_open_s=0.0))
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
    passing_time: PassingTime, took_s: float, admits: bool
) -> None:
    passing_time.stand_still()
    breaker = Breaker("test:slow", shared=False, policy=Policy(first_open_s=0.0))
    breaker.is_tried_elsewhere = True

    async def takes(seconds: float) -> None:
        passing_time.pass_s(seconds)

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
    passing_time: PassingTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_client, "redis_breaker", Breaker("redis of a test", shared=False))

    async def heard_late(_server: object) -> None:
        passing_time.pass_s(1)
        raise NoAnswer

    async def answered(_server: object) -> str:
        return "well"

    async def all_of_them() -> str:
        for _ in range(5):
            with pytest.raises(redis_client.MissedAnswer):
                await redis_client.answer_of(heard_late)
        return await redis_client.answer_of(answered)

    assert asyncio.run(all_of_them()) == "well"
