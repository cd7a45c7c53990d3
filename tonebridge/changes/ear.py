"""Listens to the database's notices, one connection a process, and says whether it hears."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import psycopg
from django.conf import settings

from tonebridge.resilience import clock

log = logging.getLogger(__name__)

CHANNEL = "tb_changes"
BEAT_S, DEAF_AFTER_S, AGAIN_AFTER_S = 0.5, 2.0, 1.0
"""How often the connection is tried, how long it may be silent, and the pause before another one."""

Heard = Callable[[str], None]


class Ear:
    """Calls those who want to know, in the event loop. One is enough a process: `ear`."""

    def __init__(self) -> None:
        self._wanted: defaultdict[str, list[Heard]] = defaultdict(list)
        self._beats: list[Callable[[], None]] = []
        self._alive_until = self.last_heard = float("-inf")
        self._task: asyncio.Task[None] | None = None
        self.count = 0
        """Goes up with every notice, and whenever some may have been missed."""

    @property
    def hears(self) -> bool:
        """Whether a change that was committed a moment ago would be known here."""
        return clock.tick() < self._alive_until

    @property
    def is_listening(self) -> bool:
        """Whether somebody has it listen: then it hears again as soon as it can."""
        return self._task is not None and not self._task.done()

    def on(self, kind: str, heard: Heard) -> None:
        """Call `heard` with the id of each notice of the kind, and with `*` when some may have been missed."""
        self._wanted[kind].append(heard)

    def each_beat(self, look: Callable[[], None]) -> None:
        """Call `look` about twice a second, while the ear hears: for what no table tells of."""
        self._beats.append(look)

    def start(self) -> None:
        """Begin to listen, in the running loop. Never fails: without the server the ear is deaf and tries again."""
        self._task = asyncio.get_running_loop().create_task(self._listen_again_and_again())

    async def stop(self) -> None:
        """Stop listening."""
        while self._task is not None and not self._task.done():
            self._task.cancel()  # again, where a driver has swallowed it
            await asyncio.wait({self._task}, timeout=BEAT_S)
        self._go_deaf()
        self.last_heard = float("-inf")

    async def _listen_again_and_again(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**address(), autocommit=True) as connection:
                    await self._listen(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("not listening for changes", extra={"error": type(error).__name__})
            finally:
                self._go_deaf()
            await asyncio.sleep(AGAIN_AFTER_S)

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        while True:
            # The answer proves that all notices before it have arrived.
            async with asyncio.timeout(DEAF_AFTER_S):  # not `wait_for`: before 3.12 it may swallow our end
                await connection.execute("SELECT 1")
            self.last_heard = clock.tick()
            self._alive_until = self.last_heard + DEAF_AFTER_S
            for look in self._beats:
                look()
            async for notice in connection.notifies(timeout=BEAT_S):
                self.hear(notice.payload)

    def hear(self, payload: str) -> None:
        """Pass a notice, `kind:id`, on."""
        self.count += 1
        kind, _colon, name = payload.partition(":")
        for heard in self._wanted.get(kind, ()):
            heard(name)

    def _go_deaf(self) -> None:
        self._alive_until = float("-inf")
        self.count += 1
        for wanted in self._wanted.values():
            for heard in wanted:
                heard("*")


def address() -> dict[str, Any]:
    """Where to listen, as psycopg takes it: `DATABASE_LISTEN_URL`, or the server that requests are read from."""
    found = settings.DATABASE_LISTEN or settings.DATABASES["default"]
    named = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "password": found["PASSWORD"]}
    options = {name: value for name, value in found["OPTIONS"].items() if name not in {"pool", "connect_timeout"}}
    return {"dbname": found["NAME"], "connect_timeout": 3, **{k: v for k, v in named.items() if v}, **options}


ear = Ear()
