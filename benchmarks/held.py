"""Connections that are opened, used once, left alone, and used again."""

import asyncio
import resource
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.memory import pss_mb, rss_mb

IDLE_S = 10.0
"""Longer than most servers keep a silent connection."""
AT_ONCE = 200
SPARE_FILES = 500


@dataclass
class Held:
    """How many were open after the rest, and what the server's processes took meanwhile and before, in MB."""

    wanted: int
    alive: int = 0
    before_mb: float = 0.0
    during_mb: float = 0.0
    resident_mb: float = 0.0
    _lines: list["Line"] = field(default_factory=list)

    async def run(self, base_url: str) -> "Held":
        """Open, ask each for /health, wait, ask again, close."""
        self.before_mb, where = pss_mb(base_url), urlsplit(base_url)
        try:
            await _each([self._open] * self.wanted, where.hostname or "", where.port or 0)
            await asyncio.sleep(IDLE_S)
            self.during_mb, self.resident_mb = pss_mb(base_url), rss_mb(base_url)
            answered = await _each([line.ask for line in self._lines])
            self.alive = sum(bool(each) for each in answered)
        finally:
            for line in self._lines:
                line.writer.transport.abort()
        return self

    async def _open(self, host: str, port: int) -> None:
        with suppress(OSError):
            line = Line(*await asyncio.open_connection(host, port, limit=4096))
            self._lines.append(line)
            await line.ask()


@dataclass
class Line:
    """One of them."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self) -> bool:
        """Whether it was answered."""
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError):
            self.writer.write(b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
            async with asyncio.timeout(20):
                head = await self.reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                await self.reader.readexactly(length)
            return head.startswith(b"HTTP/1.1 200")
        return False


async def _each(works: Sequence[Callable[..., Awaitable[object]]], *args: object) -> list[object]:
    """All of them, so many at once that no queue of new connections overflows."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(work: Callable[..., Awaitable[object]]) -> object:
        async with turns:
            return await work(*args)

    return await asyncio.gather(*(one(work) for work in works))


def raise_file_limit(wanted: int) -> int:
    """Let this process, and those it starts from here on, open so many connections; how many they may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + SPARE_FILES
    if soft < needed:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, max(hard, needed)))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        if soft < needed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_FILES
