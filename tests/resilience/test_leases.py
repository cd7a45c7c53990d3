"""Leased tokens: how many are admitted, and what the answers say."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.passing_time import PassingTime, passing
from tonebridge.limits.leases import SHARE, Lease, Leases
from tonebridge.limits.token_bucket import Rate, Verdict
from tonebridge.resilience import clock
from tonebridge.resilience.redis_client import redis_client

Result = TypeVar("Result")


class SharedBucket:
    """The server's bucket, here."""

    def __init__(self, rate: Rate) -> None:
        self.filled, self.since = float(rate.capacity), clock.tick()

    def level(self, rate: Rate) -> float:
        return min(rate.capacity, self.filled + (clock.tick() - self.since) * rate.per_second)

    async def grant(self, _bucket: str, rate: Rate, most: int) -> list[int]:
        level = self.level(rate)
        given = int(min(most, level))
        self.filled, self.since = level - given, clock.tick()
        return [given, int(self.filled), 1, 1]


def done(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of something that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        result: Result = end.value
        return result
    raise AssertionError("it waited")


CALLS = st.lists(st.tuples(st.floats(0, 2), st.integers(0, 3), st.integers(1, 40)), min_size=1, max_size=60)


@settings(deadline=None)
@given(capacity=st.integers(1, 2_000), calls=CALLS)
def test_no_window_admits_more_than_the_bucket_and_a_lease_a_process(
    capacity: int, calls: list[tuple[float, int, int]]
) -> None:
    """Pauses, which of four processes is called, and how often at once; every window that begins with a call."""
    rate, admitted = Rate(capacity, 60), list[tuple[float, int]]()
    with passing() as time:
        time.stand_still()
        bucket = SharedBucket(rate)
        processes = [Leases(bucket.grant) for _ in range(4)]
        for pause, process, times in calls:
            time.pass_s(pause)
            verdicts = [done(processes[process].take("x", rate)) for _ in range(times)]
            admitted.append((clock.tick(), sum(verdict.allowed for verdict in verdicts)))
    lease = Lease("x", rate).most if capacity >= 2 * SHARE else 0
    for first, (begin, _count) in enumerate(admitted):
        total = 0
        for moment, count in admitted[first:]:
            total += count
            assert total <= capacity + rate.per_second * (moment - begin) + 4 * lease + 1e-6


@settings(deadline=None)
@given(capacity=st.integers(1, 2_000), calls=CALLS)
def test_a_single_process_is_never_told_of_more_than_there_is(
    capacity: int, calls: list[tuple[float, int, int]]
) -> None:
    rate = Rate(capacity, 60)
    with passing() as time:
        time.stand_still()
        bucket = SharedBucket(rate)
        process = Leases(bucket.grant)
        for pause, _process, times in calls:
            time.pass_s(pause)
            for _ in range(times):
                told = done(process.take("x", rate))
                assert told.remaining <= bucket.level(rate) + process.of("x", rate).left + 1e-6


async def _burst(process: Leases, rate: Rate, times: int) -> list[Verdict]:
    bucket = f"test:{uuid4()}"
    return list(await asyncio.gather(*(process.take(bucket, rate) for _ in range(times))))


@pytest.mark.parametrize("capacity", [10, 199, 400])
def test_a_burst_admits_exactly_the_capacity(loop_runner: asyncio.Runner, capacity: int) -> None:
    verdicts = loop_runner.run(_burst(Leases(), Rate(capacity, 100_000), capacity + 50))
    assert sum(verdict.allowed for verdict in verdicts) == capacity
    assert [verdict.remaining for verdict in verdicts[:capacity]] == list(range(capacity - 1, -1, -1))


def test_a_hurried_caller_asks_the_server_seldom() -> None:
    rate, asked = Rate(1_000_000, 60), []
    bucket = SharedBucket(rate)

    async def counted(name: str, rate: Rate, most: int) -> list[int]:
        asked.append(most)
        return await bucket.grant(name, rate, most)

    process = Leases(counted)
    assert all(done(process.take("x", rate)).allowed for _ in range(10_000))
    assert len(asked) < 25
    assert asked[:3] == [1, 2, 4]


def test_a_small_limit_is_asked_for_token_by_token() -> None:
    rate, asked = Rate(199, 60), []
    bucket = SharedBucket(rate)

    async def counted(name: str, rate: Rate, most: int) -> list[int]:
        asked.append(most)
        return await bucket.grant(name, rate, most)

    process = Leases(counted)
    for _ in range(50):
        done(process.take("x", rate))
    assert asked == [1] * 50


def test_a_new_limit_is_not_served_from_the_old_ones_lease() -> None:
    large, small = Rate(100_000, 60), Rate(10, 60)
    bucket = SharedBucket(large)
    process = Leases(bucket.grant)
    for _ in range(100):
        done(process.take("x", large))
    assert process.of("x", small).left == 0


def test_without_the_server_a_local_bucket_decides(loop_runner: asyncio.Runner) -> None:
    async def away(_bucket: str, _rate: Rate, _most: int) -> None:
        return None

    verdicts = loop_runner.run(_burst(Leases(away), Rate(5, 100_000), 8))
    assert [verdict.allowed for verdict in verdicts] == [True] * 5 + [False] * 3


async def _two_processes() -> int:
    rate, name = Rate(300, 100_000), f"test:{uuid4()}"
    one, other = Leases(), Leases()
    takes = [each.take(name, rate) for _ in range(200) for each in (one, other)]
    verdicts = await asyncio.gather(*takes)
    await redis_client().delete(f"tb:bucket:{name}")
    return sum(verdict.allowed for verdict in verdicts)


def test_two_processes_share_one_bucket(loop_runner: asyncio.Runner) -> None:
    assert loop_runner.run(_two_processes()) <= 300


def test_an_empty_bucket_isnt_asked_before_it_can_have_a_token(passing_time: PassingTime) -> None:
    passing_time.stand_still()
    rate, asked, began = Rate(1, 60), list[float](), clock.tick()

    async def grant(_bucket: str, _rate: Rate, _most: int) -> list[int]:
        asked.append(now := clock.tick() - began)
        return [1, 0, 0, 60_000] if now in {0.0, 60.0} else [0, 0, int(60_000 - now * 1000), 60_000]

    process = Leases(grant)

    def allowed(after_s: float) -> bool:
        passing_time.pass_s(after_s)
        return done(process.take("x", rate)).allowed

    assert [allowed(after_s) for after_s in (0, 1, 1, 57.75, 0.25)] == [True, False, False, False, True]
    assert asked == [0.0, 1.0, 60.0]
