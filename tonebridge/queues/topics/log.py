"""The log of a topic: bounded, in the cache server, and never what anything depends on."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django_redis import get_redis_connection
from redis import Redis, RedisError
from redis.asyncio import Redis as AsyncRedis

from tonebridge.queues.topics.topic import Topic
from tonebridge.queues.topics.wake_up import wake_up
from tonebridge.resilience.availability import Availability
from tonebridge.resilience.circuit_breaker import CircuitOpen, redis_breaker
from tonebridge.resilience.redis_client import answer_of

APPEND = Path(__file__).with_name("append.lua").read_text(encoding="utf-8")

ENTRIES = 1_000
"""Kept of a topic, about: the server trims in blocks."""
LIVES_S = 3_600
"""Kept after the last entry."""
availability = Availability("logs of topics")
Figures = Mapping[str, Any]  # JSON: numbers, times and words of ours
Row = tuple[bytes, dict[bytes, bytes]]
"""An entry as the server answers it."""


@dataclass(frozen=True)
class Entry:
    """What was told. `number` is 0 or more and grows with what happens."""

    number: int
    figures: Figures


def append(entries: Iterable[tuple[Topic, Entry]]) -> None:
    """Add each and wake those who follow its topic, unless that has got so far already. A server that is away is left alone."""
    try:
        with redis_breaker.guarded(), _client().pipeline(transaction=False) as pipe:
            for topic, entry in entries:
                said = json.dumps(entry.figures, separators=(",", ":"))
                pipe.eval(APPEND, 1, topic.key, _id(entry.number), said, ENTRIES, LIVES_S, *wake_up(topic))
            pipe.execute(raise_on_error=False)
        availability.answered()
    except (RedisError, OSError, CircuitOpen) as error:
        availability.failed(error)


def after(topic: Topic, number: int) -> tuple[Entry, ...] | None:
    """What came after that number, the oldest first; None where the log doesn't know the number, or nobody can say."""
    try:
        with redis_breaker.guarded():
            found = cast(list[Row], _client().xrange(topic.key, min=_id(number)))
        availability.answered()
    except (RedisError, OSError, CircuitOpen) as error:
        availability.failed(error)
        return None
    kept = tuple(map(_entry, found))
    return kept[1:] if kept and kept[0].number == number else None


async def newest(topics: Sequence[Topic]) -> dict[Topic, Entry] | None:
    """The last entry of each log that has one; None where nobody can say. For event loops."""

    async def ask(server: AsyncRedis) -> list[list[Row]]:
        async with server.pipeline(transaction=False) as pipe:
            for topic in topics:
                pipe.xrevrange(topic.key, count=1)
            return await pipe.execute()

    try:
        found = await answer_of(ask)
    except (RedisError, OSError) as error:
        availability.failed(error)
        return None
    availability.answered()
    return {topic: _entry(rows[0]) for topic, rows in zip(topics, found, strict=True) if rows}


def until_my_turn_s(topic: Topic, *, every_s: float) -> float:
    """Whether to say something: of all processes one is let, so often. 0 for that one; else seconds until another may be, `every_s`
    where nobody can say.
    """
    name = f"{topic.key}:turn"
    try:
        with redis_breaker.guarded(), _client().pipeline(transaction=False) as pipe:
            pipe.set(name, 1, nx=True, px=int(every_s * 1000))
            pipe.pttl(name)
            is_mine, left_ms = pipe.execute()
    except (RedisError, OSError, CircuitOpen) as error:
        availability.failed(error)
        return every_s
    return 0.0 if is_mine else max(0, left_ms) / 1000


def _client() -> Redis:
    return cast(Redis, get_redis_connection("default"))


def _entry(row: Row) -> Entry:
    name, said = row
    return Entry(int(name.partition(b"-")[0]), json.loads(said[b"said"]))


def _id(number: int) -> str:
    """A stream has no entry 0-0."""
    return f"{number}-1"
