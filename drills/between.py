"""A road between a product and a server of its own: it can be slow, and lose calls."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from tonebridge.devstack.embedded.ports import LOOPBACK, free_port


@dataclass
class Road:
    """What befalls those who are on it: each chunk waits `delay_s`; with `lost_every` 10 each tenth connection is cut."""

    url: str
    delay_s: float = 0.0
    lost_every: int = 0
    chunks: int = 0

    @property
    def loses_this(self) -> bool:
        """Whether the chunk that has just come is one of those that get lost."""
        self.chunks += 1
        return self.lost_every > 0 and self.chunks % self.lost_every == 0


@contextmanager
def road_to(url: str) -> Iterator[Road]:
    """A port of this machine that leads to the server of `url`, and everything after its host is kept."""
    parts, port = urlsplit(url), free_port()
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    road = Road(urlunsplit(parts._replace(netloc=f"{user}{LOOPBACK}:{port}")))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def serve() -> asyncio.Server:
        return await asyncio.start_server(
            lambda *ends: _travelled(road, parts.hostname or "", parts.port, *ends), LOOPBACK, port
        )

    server = asyncio.run_coroutine_threadsafe(serve(), loop).result()
    try:
        yield road
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _travelled(
    road: Road, host: str, port: int | None, near: asyncio.StreamReader, back: asyncio.StreamWriter
) -> None:
    far, away = await asyncio.open_connection(host, port)
    there, here = (asyncio.create_task(_carry(road, *ends)) for ends in ((near, away), (far, back)))
    await asyncio.wait({there, here}, return_when=asyncio.FIRST_COMPLETED)
    for task, end in ((there, away), (here, back)):
        task.cancel()
        with suppress(OSError):
            end.transport.abort()


async def _carry(road: Road, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(65_536):
            if road.loses_this:
                return
            await asyncio.sleep(road.delay_s / 2)
            target.write(chunk)
            await target.drain()
