"""Calls at an even rate, whether or not earlier ones are answered: a closed loop hides those that wait.

Over plain sockets: a client of comfort takes more of a shared processor than the server that it is to measure.
"""

import asyncio
import json
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

import uvloop

from drills.processes import SOFTEN
from drills.world import PATIENCE_S, Tenant

TRANSFORM = "/api/v1/transform"
END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Sent:
    """What was answered: status and seconds from the moment a call was due, not from when it left. No answer is status 0."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[int, list[float]] = field(default_factory=dict)
    afters: list[str] = field(default_factory=list)

    def percentile(self, share: int, status: int = 200) -> float:
        """Seconds."""
        found = self.seconds.get(status, [])
        return quantiles(found, n=100)[share - 1] if len(found) > 1 else 0.0

    def note(self, status: int, seconds: float, after: str) -> None:
        """One more."""
        self.statuses[status] += 1
        self.seconds.setdefault(status, []).append(seconds)
        self.afters += [after] if status in {429, 503} else []

    def __str__(self) -> str:
        counts = ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(self.statuses.items()))
        return f"{counts}; p95 {self.percentile(95) * 1000:.0f} ms, p99 {self.percentile(99) * 1000:.0f} ms"


def open_loop(
    base: str, tenant: Tenant, *, a_second: float, seconds: float, body: dict[str, Any] | None = None
) -> Sent:
    """Transform so often for so long. Without a body, each call has a text of its own."""
    return uvloop.run(_Loop(base, tenant, body).run(a_second, seconds))


class _Loop:
    def __init__(self, base: str, tenant: Tenant, body: dict[str, Any] | None) -> None:
        where = urlsplit(base)
        self._host, self._port = where.hostname or "", where.port or 0
        self._key, self._body, self._sent = tenant.key, body, Sent()
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def run(self, a_second: float, seconds: float) -> Sent:
        loop, calls = asyncio.get_running_loop(), list[asyncio.Task[None]]()
        began = loop.time()
        for number in range(int(a_second * seconds)):
            due = began + number / a_second
            await asyncio.sleep(max(0.0, due - loop.time()))
            calls.append(loop.create_task(self._call(number, due)))
        await asyncio.gather(*calls)
        for _reader, writer in self._idle:
            writer.close()
        return self._sent

    async def _call(self, number: int, due: float) -> None:
        status, after = 0, ""
        with suppress(OSError, EOFError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                status, after = await self._asked(self._request(number))
        self._sent.note(status, asyncio.get_running_loop().time() - due, after)

    def _request(self, number: int) -> bytes:
        body = json.dumps(self._body or SOFTEN | {"text": f"{number} 番と {random.random()} を直せ。"}).encode()
        head = f"POST {TRANSFORM} HTTP/1.1\r\nhost: {self._host}\r\nx-api-key: {self._key}\r\n"
        return f"{head}content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body

    async def _asked(self, request: bytes) -> tuple[int, str]:
        """The status, and Retry-After."""
        line = self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        reader, writer = line
        try:
            writer.write(request)
            first, *fields = (await reader.readuntil(END_OF_HEAD)).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _colon, value in (each.partition(": ") for each in fields)}
            await reader.readexactly(int(headers["content-length"]))
        except BaseException:
            writer.close()
            raise
        self._idle.append(line)
        return int(first.split()[1]), headers.get("retry-after", "")
