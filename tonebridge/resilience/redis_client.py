"""The asyncio client of the cache server, one an event loop, with bounds: a dead server answers in under a second."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from django.conf import settings
from redis import ConnectionError as NoConnection
from redis import TimeoutError as NoAnswer
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from tonebridge.resilience import clock
from tonebridge.resilience.circuit_breaker import CircuitOpen, is_a_failure, redis_breaker
from tonebridge.telemetry import tracing

Result = TypeVar("Result")
LATE_S = 0.02
"""Longer than its bound a call takes only where the loop itself was busy."""
_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Redis] = WeakKeyDictionary()


def redis_client() -> Redis:
    """The client of this loop. Its calls raise `redis.RedisError` or `OSError` when the server is away."""
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        bounds: dict[str, Any] = settings.REDIS_CLIENT  # keyword arguments of redis-py
        _clients[loop] = Redis.from_url(settings.CACHE_URL, retry=Retry(NoBackoff(), 0), driver_info=None, **bounds)
    return _clients[loop]


class MissedAnswer(NoConnection):
    """This loop was too busy to hear the server in time, which says nothing about the server."""


async def answer_of(call: Callable[[Redis], Awaitable[Result]]) -> Result:
    """What the server answers to a call.

    Raises RedisError or OSError; at once where the server has failed a moment ago.
    """
    try:
        with redis_breaker.guarded(_speaks_against_it, opens_at=(NoAnswer,)):
            return await _in_time(call)
    except CircuitOpen as error:
        raise NoConnection("left alone for a moment") from error


def _speaks_against_it(error: Exception) -> bool:
    return is_a_failure(error) and not isinstance(error, MissedAnswer)


async def _in_time(call: Callable[[Redis], Awaitable[Result]]) -> Result:
    began = clock.tick()
    try:
        return await call(redis_client())
    except NoAnswer as error:
        if clock.tick() - began > settings.REDIS_CLIENT["socket_timeout"] + LATE_S:
            raise MissedAnswer from error
        raise


async def evaluate(script: str, key: str, *arguments: float) -> list[int]:
    """Run a Lua script on one key; its answer must be a list of whole numbers. Raises as `answer_of`."""
    with tracing.span("redis.eval", None, **{"db.system": "redis"}):
        return await answer_of(
            lambda server: cast(Awaitable[list[int]], server.eval(script, 1, key, *map(str, arguments)))
        )


async def close_redis_client() -> None:
    """Give the connections of this loop back."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client:
        await client.aclose()
