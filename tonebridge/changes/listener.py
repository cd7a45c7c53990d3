"""LISTENs to the database's notifications on one connection a process, and says whether what is cached can be trusted."""

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
HEARTBEAT_S, TIMEOUT_S, RECONNECT_AFTER_S = 0.5, 2.0, 1.0
"""How often the connection is tried, how long it may be silent, and the pause before another one."""

Callback = Callable[[str], None]


class ChangeListener:
    """Calls those who want to know, in the event loop. One is enough a process: `change_listener`."""

    def __init__(self) -> None:
        self._callbacks: defaultdict[str, list[Callback]] = defaultdict(list)
        self._on_heartbeat: list[Callable[[], None]] = []
        self._current_until = self.last_heartbeat = float("-inf")
        self._task: asyncio.Task[None] | None = None
        self.count = 0
        """Goes up with every notification, and whenever some may have been missed."""

    @property
    def is_current(self) -> bool:
        """Whether a change that was committed a moment ago would be known here."""
        return clock.tick() < self._current_until

    @property
    def is_running(self) -> bool:
        """Whether it was started: then it is current again as soon as the server can be reached."""
        return self._task is not None and not self._task.done()

    def on(self, kind: str, callback: Callback) -> None:
        """Call back with the id of each notification of the kind, and with `*` when some may have been missed."""
        self._callbacks[kind].append(callback)

    def on_heartbeat(self, callback: Callable[[], None]) -> None:
        """Call back about twice a second, while the connection stands: for what no table notifies of."""
        self._on_heartbeat.append(callback)

    def start(self) -> None:
        """Begin to listen, in the running loop. Never fails: without the server it tries again every second."""
        self._task = asyncio.get_running_loop().create_task(self._listen_forever())

    async def stop(self) -> None:
        """Stop listening."""
        while self._task is not None and not self._task.done():
            self._task.cancel()  # again, where a driver has swallowed it
            await asyncio.wait({self._task}, timeout=HEARTBEAT_S)
        self._disconnected()
        self.last_heartbeat = float("-inf")

    async def _listen_forever(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**address(), autocommit=True) as connection:
                    await self._listen(connection)
            except (psycopg.Error, OSError, TimeoutError) as error:
                log.warning("not listening for changes", extra={"error": type(error).__name__})
            finally:
                self._disconnected()
            await asyncio.sleep(RECONNECT_AFTER_S)

    async def _listen(self, connection: psycopg.AsyncConnection[Any]) -> None:
        await connection.execute(f"LISTEN {CHANNEL}")
        while True:
            # The answer proves that all notifications before it have arrived.
            async with asyncio.timeout(TIMEOUT_S):  # not `wait_for`: before 3.12 it may swallow our end
                await connection.execute("SELECT 1")
            self.last_heartbeat = clock.tick()
            self._current_until = self.last_heartbeat + TIMEOUT_S
            for callback in self._on_heartbeat:
                callback()
            async for notification in connection.notifies(timeout=HEARTBEAT_S):
                self.dispatch(notification.payload)

    def dispatch(self, payload: str) -> None:
        """Pass a notification, `kind:id`, on."""
        self.count += 1
        kind, _colon, name = payload.partition(":")
        for callback in self._callbacks.get(kind, ()):
            callback(name)

    def _disconnected(self) -> None:
        self._current_until = float("-inf")
        self.count += 1
        for callbacks in self._callbacks.values():
            for callback in callbacks:
                callback("*")


def address() -> dict[str, Any]:
    """Where to listen, as psycopg takes it: `DATABASE_LISTEN_URL`, or the server that requests are read from."""
    found = settings.DATABASE_LISTEN or settings.DATABASES["default"]
    named = {"host": found["HOST"], "port": found["PORT"], "user": found["USER"], "password": found["PASSWORD"]}
    options = {name: value for name, value in found["OPTIONS"].items() if name not in {"pool", "connect_timeout"}}
    return {"dbname": found["NAME"], "connect_timeout": 3, **{k: v for k, v in named.items() if v}, **options}


change_listener = ChangeListener()
