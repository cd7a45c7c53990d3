"""Parts of a connection that take memory only when they are used: most connections wait for nothing and send one request at a time."""

import asyncio
import select
from typing import Any

from uvicorn.protocols.http.flow_control import FlowControl

LOOK_S = 1.0
"""Between two looks whether a client whose bytes aren't read is still there."""
GONE = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR
"""That it has closed its side, or reset the connection. Without Linux's POLLRDHUP only the latter is seen."""


class LeanFlow(FlowControl):
    """Makes its event when an answer has to wait for the client, and looks after a client while nothing of it is read: whoever
    doesn't read doesn't hear that the other side has hung up.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self.read_paused = self.write_paused = False
        self._writable: asyncio.Event | None = None
        self._look: asyncio.TimerHandle | None = None

    def pause_reading(self) -> None:
        """What comes has to wait."""
        super().pause_reading()
        self._look = self._look or self._loop.call_later(LOOK_S, self._look_after_client)

    def _look_after_client(self) -> None:
        self._look = None
        if not self.read_paused or self._transport.is_closing():
            return
        if _is_gone(self._transport):
            self._transport.abort()
        else:
            self._look = self._loop.call_later(LOOK_S, self._look_after_client)

    def end(self) -> None:
        """The connection is lost."""
        if self._look is not None:
            self._look.cancel()
            self._look = None

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


def _is_gone(transport: asyncio.Transport) -> bool:
    poll = select.poll()
    poll.register(transport.get_extra_info("socket").fileno(), GONE)
    return bool(poll.poll(0))


class Pipeline(list[Any]):
    """Requests that came before the one ahead of them was answered: a few at most. Of a deque it has what uvicorn uses."""

    def appendleft(self, request: Any) -> None:
        """Last in, first from the left."""
        self.insert(0, request)
