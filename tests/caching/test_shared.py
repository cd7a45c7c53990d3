"""The second level: names, values, and a server that is away."""

import asyncio
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
    key = l2_redis.key_of([str(uuid4())])
    await redis_client().set(key, raw)
    return await l2_redis.get(key), int(await redis_client().exists(key))


@pytest.mark.parametrize("raw", [b"\x80\x04K.", b"plain", encode(VALUE)])
def test_what_a_strangers_hand_wrote_is_a_miss_and_deleted(loop_runner: asyncio.Runner, raw: bytes) -> None:
    assert loop_runner.run(_planted(raw)) == (None, 0)


async def _kept() -> tuple[Kept | None, bytes, int]:
    key = l2_redis.key_of([str(uuid4())])
    await l2_redis.put(key, VALUE)
    return await l2_redis.get(key), bytes(await redis_client().get(key)), int(await redis_client().ttl(key))


def test_a_value_is_sealed_and_lasts_a_day(loop_runner: asyncio.Runner) -> None:
    found, raw, ttl = loop_runner.run(_kept())
    assert found == VALUE
    assert b"id" not in raw[30:] and VALUE.body not in raw
    assert 86_000 < ttl <= 86_400


async def _moved() -> Kept | None:
    mine, other = (l2_redis.key_of([str(uuid4())]) for _ in range(2))
    await l2_redis.put(mine, VALUE)
    await redis_client().set(other, await redis_client().get(mine))
    return await l2_redis.get(other)


def test_a_value_that_was_moved_to_another_name_does_not_open(loop_runner: asyncio.Runner) -> None:
    assert loop_runner.run(_moved()) is None


class Gone:
    """A server that is away, and counts who tries it."""

    def __init__(self) -> None:
        self.tries = 0

    async def get(self, _key: str) -> bytes:
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
    l2_redis.away.answered()
