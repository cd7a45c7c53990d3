"""The second level: names, values, and a server that is away."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import RedisError

from tonebridge.caching import l2_redis
from tonebridge.caching.codec import VERSION, Kept, Unreadable, decode, encode
from tonebridge.resilience import redis_client as cache_server
from tonebridge.resilience.circuit_breaker import Breaker
from tonebridge.resilience.redis_client import redis_client

PARTS = st.lists(st.one_of(st.text(max_size=8), st.integers(), st.booleans()), max_size=5)
VALUE = Kept(1_700_000_000, UUID(int=7), b'{"id": "x"}')


@given(PARTS, PARTS)
def test_two_lists_of_parts_have_one_name_only_when_they_are_the_same(one: list[str], other: list[str]) -> None:
    same = [(type(part), part) for part in one] == [(type(part), part) for part in other]
    assert (l2_redis.key_of(one) == l2_redis.key_of(other)) is same


def test_a_name_says_nothing_without_the_secret() -> None:
    assert len(l2_redis.key_of(["acme", "直せ"])) == len(l2_redis.PREFIX) + 64
    assert "acme" not in l2_redis.key_of(["acme", "直せ"])


def test_a_value_comes_back_as_it_was() -> None:
    assert decode(encode(VALUE)) == VALUE


@pytest.mark.parametrize(
    "raw", [b"", b"\x01", encode(VALUE)[:20], bytes([VERSION + 1]) + encode(VALUE)[1:], b"\x80\x04K."]
)
def test_another_version_or_anything_else_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(raw)


async def _planted(raw: bytes) -> tuple[Kept | None, int]:
    key, name = l2_redis.key_of([str(uuid4())]), l2_redis.name_of(uuid4())
    await redis_client().set(key, name)
    await redis_client().set(name, raw)
    return await l2_redis.get(key), int(await redis_client().exists(key, name))


@pytest.mark.parametrize("raw", [b"\x80\x04K.", b"plain", encode(VALUE)])
def test_what_a_strangers_hand_wrote_is_a_miss_and_deleted(loop_runner: asyncio.Runner, raw: bytes) -> None:
    assert loop_runner.run(_planted(raw)) == (None, 0)


def fresh() -> Kept:
    """About a row of its own."""
    return replace(VALUE, subject=uuid4())


async def _kept() -> tuple[Kept, bytes, int]:
    key, value = l2_redis.key_of([str(uuid4())]), fresh()
    await l2_redis.put(key, value)
    name = l2_redis.name_of(value.subject)
    assert await l2_redis.get(key) == value
    return value, bytes(await redis_client().get(name)), int(await redis_client().ttl(name))


def test_a_value_is_sealed_and_lasts_a_day(loop_runner: asyncio.Runner) -> None:
    found, raw, ttl = loop_runner.run(_kept())
    assert found.body not in raw and found.subject.bytes not in raw
    assert 86_000 < ttl <= 86_400


async def _moved(what: str) -> Kept | None:
    mine, other = (l2_redis.key_of([str(uuid4())]) for _ in range(2))
    first, second = fresh(), fresh()
    await l2_redis.put(mine, first)
    await l2_redis.put(other, second)
    if what == "answer":
        await redis_client().set(l2_redis.name_of(second.subject), await redis_client().get(_name(first)))
    else:
        await redis_client().set(other, _name(first))
    return await l2_redis.get(other)


def _name(value: Kept) -> str:
    return l2_redis.name_of(value.subject)


@pytest.mark.parametrize("what", ["answer", "question"])
def test_a_value_that_was_moved_to_another_name_does_not_open(loop_runner: asyncio.Runner, what: str) -> None:
    assert loop_runner.run(_moved(what)) is None


async def _forgotten() -> tuple[Kept | None, Kept | None, bytes]:
    key, value, late = l2_redis.key_of([str(uuid4())]), fresh(), fresh()
    await l2_redis.put(key, value)
    await asyncio.to_thread(l2_redis.forget, [value.subject, late.subject])
    found = await l2_redis.get(key)
    await l2_redis.put(key, late)
    return found, await l2_redis.get(key), b"".join([await redis_client().get(_name(one)) for one in (value, late)])


def test_what_is_forgotten_is_gone_and_what_is_on_its_way_is_not_taken_in(loop_runner: asyncio.Runner) -> None:
    assert loop_runner.run(_forgotten()) == (None, None, b"")


async def _replaced() -> tuple[bool, bool]:
    key, old, new = l2_redis.key_of([str(uuid4())]), fresh(), fresh()
    await l2_redis.put(key, old)
    await l2_redis.put(key, new)
    return bool(await redis_client().exists(_name(old))), await l2_redis.get(key) == new


def test_a_newer_answer_takes_the_older_ones_place(loop_runner: asyncio.Runner) -> None:
    assert loop_runner.run(_replaced()) == (False, True)


async def _many_forgotten(count: int) -> int:
    """How many of them the server takes nothing in for."""
    subjects = [uuid4() for _ in range(count)]
    await asyncio.to_thread(l2_redis.forget, subjects)
    found = await redis_client().mget([l2_redis.name_of(subject) for subject in subjects])
    return list(found).count(b"")


@pytest.mark.parametrize("count", [1, l2_redis.AT_ONCE, 2 * l2_redis.AT_ONCE + 500])
def test_many_are_forgotten_at_once(loop_runner: asyncio.Runner, count: int) -> None:
    assert loop_runner.run(_many_forgotten(count)) == count


class Gone:
    """A server that is away, and counts who tries it."""

    def __init__(self) -> None:
        self.tries = 0

    async def eval(self, *_arguments: object) -> bytes:
        self.tries += 1
        raise RedisError


def test_a_server_that_is_away_is_tried_once_a_second(
    loop_runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Gone()
    monkeypatch.setattr(cache_server, "redis_client", lambda: gone)
    monkeypatch.setattr(cache_server, "redis_breaker", Breaker("redis of a test", shared=False))
    assert [loop_runner.run(l2_redis.get("x")) for _ in range(5)] == [None] * 5
    assert gone.tries == 1
    l2_redis.availability.answered()
