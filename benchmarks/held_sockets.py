"""WebSockets that are opened, used once, left alone, and used again."""

import asyncio
import json
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.held import IDLE_S
from benchmarks.memory import pss_mb

AT_ONCE, PATIENCE_S = 50, 20.0
Result = TypeVar("Result")
PING = json.dumps({"type": "ping"})


@dataclass
class HeldSockets:
    """How many were open after the rest, and what each took of the server's memory, in kB."""

    wanted: int
    alive: int = 0
    kb_each: float = 0.0
    _sockets: list[ClientConnection] = field(default_factory=list)

    async def run(self, base_url: str, key: str) -> "HeldSockets":
        """Open them, each with a ticket of its own, say something on each, wait, and say it again."""
        self._turns = asyncio.Semaphore(AT_ONCE)
        async with httpx.AsyncClient(base_url=base_url, headers={"X-API-Key": key}, timeout=PATIENCE_S) as client:
            await self._open(client, base_url)  # what the first one loads isn't each one's
            before = pss_mb(base_url)
            await self._each(self._open(client, base_url) for _ in range(self.wanted - 1))
        await asyncio.sleep(IDLE_S)
        self.kb_each = (pss_mb(base_url) - before) * 1024 / max(1, len(self._sockets) - 1)
        self.alive = sum(await self._each(_answers(each) for each in self._sockets))
        await self._each(each.close() for each in self._sockets)
        return self

    async def _open(self, client: httpx.AsyncClient, base_url: str) -> bool:
        with suppress(OSError, TimeoutError, WebSocketException, httpx.HTTPError):
            ticket = (await client.post("/api/v1/ws/ticket")).json()["ticket"]
            address = f"{base_url.replace('http', 'ws')}/ws/v1/?ticket={ticket}"
            opened = await connect(address, compression=None, ping_interval=None, open_timeout=PATIENCE_S)
            self._sockets.append(opened)
            return await _answers(opened)
        return False

    async def _each(self, works: Iterable[Awaitable[Result]]) -> list[Result]:
        async def one(work: Awaitable[Result]) -> Result:
            async with self._turns:
                return await work

        return await asyncio.gather(*(one(work) for work in works))


async def _answers(socket: ClientConnection) -> bool:
    with suppress(OSError, TimeoutError, WebSocketException):
        await socket.send(PING)
        async with asyncio.timeout(PATIENCE_S):
            return bool(json.loads(await socket.recv())["type"] == "pong")
    return False
