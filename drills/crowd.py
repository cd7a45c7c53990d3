"""Callers in a crowd, on bare sockets, so that thousands of them cost a machine little; and what a server takes meanwhile."""

import asyncio
import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlsplit

from drills.crew import children_of
from drills.world import Tenant

LOOK_S = 0.25
RSS, OWN = re.compile(r"^VmRSS:\s+(\d+) kB", re.M), re.compile(r"^RssAnon:\s+(\d+) kB", re.M)
THREADS = re.compile(r"^Threads:\s+(\d+)", re.M)


@dataclass
class Crowd:
    """What they were answered: statuses (0: nothing), tiers, seconds; of streams, what each ended with."""

    statuses: Counter[int] = field(default_factory=Counter)
    tiers: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def percentile(self, share: int) -> float:
        """Seconds."""
        return quantiles(self.seconds, n=100)[share - 1] if len(self.seconds) > 1 else 0.0


@dataclass
class Most:
    """The most that a server's process took while it was watched: in all, and without pages of files (dictionaries,
    libraries), which all processes of a machine share and the kernel takes back at will; and how much more of its own
    one had than when it began."""

    rss_mb: float = 0.0
    own_mb: float = 0.0
    grown_mb: float = 0.0
    threads: int = 0
    lost: list[int] = field(default_factory=list)
    """Processes that were there when it began, and weren't when it ended, whoever came instead."""


@contextmanager
def watched(pid: int, every_s: float = LOOK_S) -> Iterator[Most]:
    """Look at a process and its children, each for itself, so often."""
    most, over = Most(), threading.Event()
    before = {each: _own_mb(_status(each)) for each in (pid, *children_of(pid))}

    def look() -> None:
        while not over.wait(every_s):
            for each in (pid, *children_of(pid)):
                _note_most(most, _status(each), before.get(each))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()
        most.lost = [each for each in before if not _own_mb(_status(each))]


def _status(pid: int) -> str:
    """Of a process (proc(5)); nothing of one that has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/status").read_text()
    return ""


def _own_mb(status: str) -> float:
    """Nothing of one that has ended, whether or not its parent has noticed."""
    return max((int(kb) / 1024 for kb in OWN.findall(status)), default=0.0)


def _note_most(most: Most, status: str, before_mb: float | None) -> None:
    if not (own_mb := _own_mb(status)):
        return
    most.rss_mb = max(most.rss_mb, int(RSS.findall(status)[0]) / 1024)
    most.own_mb = max(most.own_mb, own_mb)
    most.grown_mb = max(most.grown_mb, own_mb - (own_mb if before_mb is None else before_mb))
    most.threads = max(most.threads, int(THREADS.findall(status)[0]))


def ask_at_once(base: str, tenant: Tenant, bodies: list[dict[str, Any]], path: str, **headers: str) -> Crowd:
    """All of them at the same time, a connection each. Underscores in headers are dashes."""
    return asyncio.run(_all(base, tenant, bodies, path, headers))


async def _all(base: str, tenant: Tenant, bodies: list[dict[str, Any]], path: str, headers: dict[str, str]) -> Crowd:
    crowd = Crowd()
    await asyncio.gather(*(_one(crowd, base, _request(tenant, body, path, headers)) for body in bodies))
    return crowd


def _request(tenant: Tenant, body: dict[str, Any], path: str, headers: dict[str, str]) -> bytes:
    content = json.dumps(body).encode()
    named = {"Host": "127.0.0.1", "Content-Type": "application/json", "X-API-Key": tenant.key, "Connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"POST {path} HTTP/1.1\r\n{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


async def _one(crowd: Crowd, base: str, request: bytes) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(base).port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
    except OSError:
        answer = b""
    crowd.seconds.append(loop.time() - began)
    _note(crowd, answer)


def _note(crowd: Crowd, answer: bytes) -> None:
    head, _gap, body = answer.partition(b"\r\n\r\n")
    crowd.statuses[int(head[9:12] or 0)] += 1
    for tier in ("primary", "secondary", "rules", "similar"):
        crowd.tiers[tier] += f'"tier":"{tier}"'.encode() in body
    if b"text/event-stream" in head:
        whole = b"event: done" in body and body.count(b"event: result") + body.count(b"event: error") == 1
        crowd.ends["result" if b"event: result" in body else "error" if b"event: error" in body else "cut"] += whole
        crowd.ends["cut"] += not whole
