"""The log of a topic: bounded, in the cache server, and never what anything depends on."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django_redis import get_redis_connection
from redis import Redis, RedisError

from tonebridge.resilience.away import Away
from tonebridge.resilience.circuit_breaker import CircuitOpen, redis_breaker

ENTRIES = 1_000
"""Kept of a topic, about: the server trims in blocks."""
LIVES_S = 3_600
"""Kept after the last entry."""
away = Away("logs of topics")
Figures = Mapping[str, Any]  # JSON: numbers, times and words of ours


@dataclass(frozen=True)
class Topic:
    """What can be followed, of one organization."""

    organization_id: UUID
    name: str

    @property
    def key(self) -> str:
        """Of the stream. Two organizations never meet in one."""
        return f"tb:topic:{self.organization_id}:{self.name}"


@dataclass(frozen=True)
class Entry:
    """What was told. `number` is 0 or more and grows with what happens."""

    number: int
    figures: Figures


def append(entries: Iterable[tuple[Topic, Entry]]) -> None:
    """Add each, unless its topic has got so far already. A server that is away is left alone."""
    try:
        with redis_breaker.guarded(), _client().pipeline(transaction=False) as pipe:
            for topic, entry in entries:
                said = {"said": json.dumps(entry.figures, separators=(",", ":"))}
                pipe.xadd(topic.key, cast(Any, said), id=_id(entry.number), maxlen=ENTRIES, approximate=True)
                pipe.expire(topic.key, LIVES_S)
            pipe.execute(raise_on_error=False)  # a number that has been taken is refused
        away.answered()
    except (RedisError, OSError, CircuitOpen) as error:
        away.failed(error)


def after(topic: Topic, number: int) -> tuple[Entry, ...] | None:
    """What came after that number, the oldest first; None where the log doesn't know the number, or nobody can say."""
    try:
        with redis_breaker.guarded():
            found = cast(list[tuple[bytes, dict[bytes, bytes]]], _client().xrange(topic.key, min=_id(number)))
        away.answered()
    except (RedisError, OSError, CircuitOpen) as error:
        away.failed(error)
        return None
    kept = tuple(Entry(int(name.partition(b"-")[0]), json.loads(said[b"said"])) for name, said in found)
    return kept[1:] if kept and kept[0].number == number else None


def is_my_turn(topic: Topic, *, every_s: float) -> bool:
    """Whether to say something: of all processes one is let, so often. False where nobody can say."""
    try:
        with redis_breaker.guarded():
            return bool(_client().set(f"{topic.key}:turn", 1, nx=True, px=int(every_s * 1000)))
    except (RedisError, OSError, CircuitOpen) as error:
        away.failed(error)
        return False


def _client() -> Redis:
    return cast(Redis, get_redis_connection("default"))


def _id(number: int) -> str:
    """A stream has no entry 0-0."""
    return f"{number}-1"
