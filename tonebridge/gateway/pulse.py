"""Twice a second, each web process says how it is: lateness of its event loop, waiting work, its database connections.

And it looks how quick the cache server is, and whether one that hung answers again: a request that tried would wait for it
a quarter of a second. A loop that is late says nothing about the server: then it looks later.
"""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import cast

from django.conf import settings
from django.db import connections

from tonebridge.gateway.held_bytes import held_bytes
from tonebridge.gateway.load_shedding import waiting
from tonebridge.resilience import clock
from tonebridge.resilience.circuit_breaker import redis_breaker
from tonebridge.resilience.redis_client import redis_client
from tonebridge.telemetry import metrics

EVERY_S, STEPS = 0.5, 5
CALM_S = 0.02
"""A loop that wakes later than that is busy itself."""


class Pulse:
    """One a process. A loop that is blocked for a while wakes late from a short sleep: by how much is the lag."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, on the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._beat())
        redis_breaker.is_tried_elsewhere = True

    async def stop(self) -> None:
        """End it."""
        redis_breaker.is_tried_elsewhere = False
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _beat(self) -> None:
        before = 0.0
        while True:
            lag = max([await _lateness() for _ in range(STEPS)])
            metrics.EVENT_LOOP_LAG.set(max(lag, before))  # of about a second
            before = lag
            metrics.WAITING_WORK.set(waiting())
            metrics.HELD_BYTES.set(held_bytes.total)
            for kind, count in pool_figures().items():
                metrics.DATABASE_POOL.labels(kind).set(count)
            if lag < CALM_S or not redis_breaker.ask().admits:
                await redis_breaker.look(_ping, slow_s=settings.REDIS_SLOW_S)


async def _ping() -> None:
    await cast(Awaitable[bool], redis_client().ping())


async def _lateness() -> float:
    pause = EVERY_S / STEPS
    asleep = clock.tick()
    await asyncio.sleep(pause)
    return max(0.0, clock.tick() - asleep - pause)


def pool_figures() -> Mapping[str, int]:
    """Connections by kind; empty where this process has no pool, or hasn't needed it yet."""
    pool = getattr(connections["default"], "_connection_pools", {}).get("default")
    if pool is None:
        return {}
    stats = pool.get_stats()
    return {
        "open": stats.get("pool_size", 0),
        "idle": stats.get("pool_available", 0),
        "waiting": stats.get("requests_waiting", 0),
    }


pulse = Pulse()
