"""Parts of a connection that take memory only when they are used: most connections wait for nothing and send one request at a time."""

import asyncio
from typing import Any

from uvicorn.protocols.http.flow_control import FlowControl


class LeanFlow(FlowControl):
    """Makes its event when an answer has to wait for the client."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.read_paused = self.write_paused = False
        self._writable: asyncio.Event | None = None

    async def drain(self) -> None:
        """Wait until the client has taken what was written."""
        if self.write_paused:
            self._writable = self._writable or asyncio.Event()
            await self._writable.wait()

    def pause_writing(self) -> None:
        """The client is slower than the answer."""
        self.write_paused = True

    def resume_writing(self) -> None:
        """The client has caught up."""
        self.write_paused = False
        if self._writable is not None:
            self._writable.set()
            self._writable = None


class Pipeline(list[Any]):
    """Requests that came before the one ahead of them was answered: a few at most. Of a deque it has what uvicorn uses."""

    def appendleft(self, request: Any) -> None:
        """Last in, first from the left."""
        self.insert(0, request)
