"""The asyncio client of the cache server, one an event loop, with bounds: a dead server answers in under a second."""

import asyncio
from weakref import WeakKeyDictionary

from django.conf import settings
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Redis] = WeakKeyDictionary()


def redis_client() -> Redis:
    """The client of this loop. Its calls raise `redis.RedisError` or `OSError` when the server is away."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        _clients[loop] = Redis.from_url(settings.CACHE_URL, retry=Retry(NoBackoff(), 0), **settings.REDIS_CLIENT)
    return _clients[loop]


async def close_redis_client() -> None:
    """Give the connections of this loop back."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client:
        await client.aclose()
