"""The second level: the cache server, shared by all processes, for a day.

A question's entry names the answer's, and that is named by the row which the answer tells of: so whoever deletes the row
can delete the answer, without knowing the question. Names are HMACs and answers sealed, so the server's memory and files
say nothing about messages. A server that is away costs one failed try a second, and answers are made as if there were no cache.
"""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import cast
from uuid import UUID

from django.conf import settings
from django_redis import get_redis_connection
from redis import Redis, RedisError

from tonebridge.caching.codec import Kept, Unreadable, decode, encode
from tonebridge.resilience.availability import Availability
from tonebridge.resilience.circuit_breaker import CircuitOpen, redis_breaker
from tonebridge.resilience.redis_client import answer_of
from tonebridge.security.encryption import EncryptionError, key_ring
from tonebridge.telemetry import metrics

KEPT_S = 24 * 60 * 60
BLOT_S = 60
"""For how long no answer about a deleted row is taken in: longer than one can be on its way."""
AT_ONCE = 1_000
"""Names in one message to the server."""
PREFIX, ANSWER = "tb:question:", "tb:answer:"
GET = """
local name = redis.call('GET', KEYS[1])
if not name then return {'', ''} end
local answer = redis.pcall('GET', name)
return {name, type(answer) == 'string' and answer or ''}
"""
PUT = """
if not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'EX', ARGV[2]) then return 0 end
local before = redis.call('GET', KEYS[1])
if before and before ~= KEYS[2] then redis.call('DEL', before) end
redis.call('SET', KEYS[1], KEYS[2], 'EX', ARGV[2])
return 1
"""
"""A question's earlier answer goes. What has been blotted out stays so."""
availability = Availability("second cache level", metrics.CACHE_REQUESTS.labels("l2", "error").inc)

Part = str | int | bool | Sequence[str]


def key_of(parts: Sequence[Part]) -> str:
    """The name of a question's entry: HMAC-SHA-256 over the parts as a JSON list, so no two lists of parts meet in one name."""
    canonical = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()
    return PREFIX + hmac.new(_secret(), canonical, hashlib.sha256).hexdigest()


def name_of(subject: UUID) -> str:
    """The name of the answer that tells of a row: who deletes the row finds it, and nobody else learns which it is."""
    return ANSWER + hmac.new(_secret(), b"answer" + subject.bytes, hashlib.sha256).hexdigest()


async def get(key: str) -> Kept | None:
    """The value; None where there is none, or none that can be read (which is deleted)."""
    if availability.is_away:
        return None
    try:
        name, sealed = await answer_of(lambda server: cast(Awaitable[list[bytes]], server.eval(GET, 1, key)))
        availability.answered()
    except (RedisError, OSError) as error:
        availability.failed(error)
        return None
    if not sealed:
        return None
    try:
        return decode(key_ring().open(sealed, _bound_to(key, name)))
    except (EncryptionError, Unreadable):
        await _delete(key, name)
        return None


async def put(key: str, value: Kept) -> None:
    """Keep it for a day, instead of what the question was answered before; never where its row was deleted meanwhile."""
    if availability.is_away:
        return
    name = name_of(value.subject)
    try:
        sealed = key_ring().seal(encode(value), _bound_to(key, name.encode()))
        await answer_of(lambda server: cast(Awaitable[int], server.eval(PUT, 2, key, name, sealed, str(KEPT_S))))
    except (RedisError, OSError) as error:
        availability.failed(error)


async def delete(key: str, subject: UUID) -> None:
    """Let the question's answer go."""
    await _delete(key, name_of(subject).encode())


async def _delete(key: str, name: bytes) -> None:
    try:
        await answer_of(lambda server: server.delete(key, name))
    except (RedisError, OSError) as error:
        availability.failed(error)


def forget(subjects: Collection[UUID]) -> None:
    """Let the answers go that tell of deleted rows; one that is still on its way isn't taken in. For threads.

    A server that is away keeps them until their day is over: nobody is answered from them (`Question.holds`).
    """
    try:
        with redis_breaker.guarded():
            for some in _batched(subjects):
                _blot_out(some)
        availability.answered()
    except (RedisError, OSError, CircuitOpen) as error:
        availability.failed(error)


def _blot_out(subjects: Iterable[UUID]) -> None:
    with cast(Redis, get_redis_connection("default")).pipeline(transaction=False) as pipe:
        for subject in subjects:
            pipe.set(name_of(subject), b"", ex=BLOT_S)
        pipe.execute()


def _batched(subjects: Collection[UUID]) -> Iterator[list[UUID]]:
    every = iter(subjects)
    while some := list(islice(every, AT_ONCE)):
        yield some


def _bound_to(key: str, name: bytes) -> bytes:
    return key.encode() + b" " + name


def _secret() -> bytes:
    return hashlib.sha256(b"tonebridge names of cached answers" + settings.SECRET_KEY.encode()).digest()
