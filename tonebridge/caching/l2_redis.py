"""The second level: the cache server, shared by all processes, for a day.

Keys are HMACs and values sealed, so the server's memory and files say nothing about messages. A server that is away
costs one failed try a second, and answers are made as if there were no cache.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence

from django.conf import settings
from redis import RedisError

from tonebridge.caching.codec import Kept, Unreadable, decode, encode
from tonebridge.resilience.away import Away
from tonebridge.resilience.redis_client import answer_of
from tonebridge.security.encryption import EncryptionError, key_ring
from tonebridge.telemetry import metrics

KEPT_S = 24 * 60 * 60
PREFIX = "tb:answer:"
away = Away("second cache level", metrics.CACHE_REQUESTS.labels("l2", "error").inc)

Part = str | int | bool | Sequence[str]


def key_of(parts: Sequence[Part]) -> str:
    """The name of an entry: HMAC-SHA-256 over the parts as a JSON list, so no two lists of parts meet in one name."""
    canonical = json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()
    return PREFIX + hmac.new(_secret(), canonical, hashlib.sha256).hexdigest()


async def get(key: str) -> Kept | None:
    """The value; None where there is none, or none that can be read (which is deleted)."""
    if away.now:
        return None
    try:
        sealed = await answer_of(lambda server: server.get(key))
        away.answered()
    except (RedisError, OSError) as error:
        away.failed(error)
        return None
    if sealed is None:
        return None
    try:
        return decode(key_ring().open(sealed, key.encode()))
    except (EncryptionError, Unreadable):
        await delete(key)
        return None


async def put(key: str, value: Kept) -> None:
    """Keep it for a day."""
    if away.now:
        return
    try:
        sealed = key_ring().seal(encode(value), key.encode())
        await answer_of(lambda server: server.set(key, sealed, ex=KEPT_S))
    except (RedisError, OSError) as error:
        away.failed(error)


async def delete(key: str) -> None:
    """Let it go."""
    try:
        await answer_of(lambda server: server.delete(key))
    except (RedisError, OSError) as error:
        away.failed(error)


def _secret() -> bytes:
    return hashlib.sha256(b"tonebridge names of cached answers" + settings.SECRET_KEY.encode()).digest()
