"""Readers who don't read: an answer that nobody takes isn't held for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LOOK_S, LEAST_TAKEN = 20.0, 20_000
"""A reader takes so many bytes of a waiting answer in that time, or all that is left of it; else it is let go."""


class ReaderWatch(HttpToolsProtocol):
    """Looks now and then at what waits to be taken."""

    __slots__ = ("_stalled",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # uvicorn's own
        super().__init__(*args, **kwargs)
        self._stalled: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """The client is slower than the answer."""
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._cancel("_stalled")
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Idle for long enough."""
        super().timeout_keep_alive_handler()
        self._await_reader()

    def _await_reader(self) -> None:
        if size := self.transport.get_write_buffer_size():
            self._cancel("_stalled")
            self._stalled = self.loop.call_later(LOOK_S, self._look_at_reader, size)

    def _look_at_reader(self, before: int) -> None:
        self._stalled = None
        left = self.transport.get_write_buffer_size()
        if left and before - left < min(LEAST_TAKEN, before):
            self.transport.abort()
        else:
            self._await_reader()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._cancel("_stalled")
        super().connection_lost(exc)

    def _cancel(self, name: str) -> None:
        timer: asyncio.TimerHandle | None = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)
