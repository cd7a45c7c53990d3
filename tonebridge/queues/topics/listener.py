"""Hears which of the topics that a process follows have news.

The channel layer's pub/sub carries that: one connection a process, however much it follows, and nothing is kept in the server for those
who have gone. The package's other layer keeps lists, asked for in turn, for messages that must not get lost; these may.

What is sent while a connection is down is lost (the package is back within two seconds), and one that hangs isn't noticed. So a listener sends
something to itself from time to time. When that doesn't come back, it hears nothing (`hears`), and begins anew a second later.
"""

import asyncio
import math
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from channels.layers import get_channel_layer
from redis import RedisError

from tonebridge.queues.topics.topic import Topic
from tonebridge.queues.topics.wake_up import NEWS, group_of
from tonebridge.resilience import clock
from tonebridge.resilience.availability import Availability
from tonebridge.resilience.circuit_breaker import CircuitOpen, redis_breaker

PROVE_EVERY_S = 5.0
PATIENCE_S, AGAIN_S = 1.0, 0.2
"""How long an echo may take. It is sent again meanwhile: the connection that sends may be quicker than the one that listens."""
ECHO = "topic.echo"
TROUBLE = (RedisError, OSError, CircuitOpen)
availability = Availability("push of topics")


class Listener:
    """Of one task on one event loop, which uses the layer's connections of that loop alone. `end` gives them back."""

    def __init__(self) -> None:
        self._layer: Any = get_channel_layer()  # untyped package
        self._channel = ""
        self._reading: asyncio.Task[None] | None = None
        self._topics: dict[str, Topic] = {}
        self._woken = set[Topic]()
        self._call, self._echo = asyncio.Event(), asyncio.Event()
        self._proven_at = -math.inf
        self.hears = False
        """Whether news are heard. Where they aren't, look by yourself."""

    async def follow(self, topics: Collection[Topic]) -> set[Topic]:
        """Hear of these topics and of no others from here on. Those that are new among them: what happened before isn't heard.

        Takes a second at most, and raises nothing: where the server is away, nothing is heard for a while.
        """
        if availability.is_away:
            return set()
        try:
            if not redis_breaker.ask().admits:
                raise CircuitOpen
            await self._prove()
            return await self._change(set(topics))
        except Exception as error:  # of whatever class: who follows looks by themselves then
            availability.failed(error)
            await self.end()
            return set()

    async def woken(self, *, within_s: float) -> set[Topic]:
        """Waits for news, or a call. The topics that have some; none after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._call.wait()
        self._call.clear()
        woken, self._woken = self._woken, set()
        return woken

    def call(self) -> None:
        """End the waiting (`woken`)."""
        self._call.set()

    async def end(self) -> None:
        """Hear nothing any more."""
        self.hears, self._proven_at = False, -math.inf
        self._topics.clear()
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])
            self._reading = None
        with suppress(*TROUBLE):
            async with asyncio.timeout(PATIENCE_S):
                await self._layer.flush()

    async def _prove(self) -> None:
        """That what is sent arrives. Raises TimeoutError and what the layer raises."""
        if clock.tick() - self._proven_at < PROVE_EVERY_S:
            return
        async with asyncio.timeout(PATIENCE_S):
            if self._reading is None:
                self._channel = await self._layer.new_channel()
                self._reading = asyncio.create_task(self._read())
            self._echo.clear()
            while not self._echo.is_set():
                await self._layer.send(self._channel, {"type": ECHO})
                with suppress(TimeoutError):
                    async with asyncio.timeout(AGAIN_S):
                        await self._echo.wait()
        self.hears, self._proven_at = True, clock.tick()
        availability.answered()

    async def _change(self, topics: set[Topic]) -> set[Topic]:
        followed = set(self._topics.values())
        for topic in followed - topics:
            del self._topics[topic.key]
            await self._layer.group_discard(group_of(topic), self._channel)
        for topic in topics - followed:
            await self._layer.group_add(group_of(topic), self._channel)
            self._topics[topic.key] = topic
        return topics - followed

    async def _read(self) -> None:
        while True:
            try:
                self._take(await self._layer.receive(self._channel))
            except TROUBLE:
                return  # which the next proof notices
            except Exception:  # noqa: S112 - whatever somebody else put there: what isn't sealed by us isn't ours
                continue

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == ECHO:
            self._echo.set()
        elif message["type"] == NEWS and message["topic"] in self._topics:
            self._woken.add(self._topics[message["topic"]])
            self._call.set()
