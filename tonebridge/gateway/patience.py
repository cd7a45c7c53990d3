"""HTTP/1.1 with an end to patience: a head has to be there in time, or the connection ends (uvicorn waits for ever).

Bodies are the layer of validation's (`validation.py`), idle connections between requests uvicorn's.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_S = 10.0
"""From a head's first byte to its last."""
SILENT_S = 60.0
"""From the connection to the first byte."""
TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: application/problem+json\r\nconnection: close\r\n"
    b"content-length: %d\r\n\r\n%b"
)
PROBLEM = (
    b'{"type": "urn:tonebridge:problem:invalid_request", "title": "Too slow", "status": 408, '
    b'"detail": "The head of the request did not arrive in time.", "code": "INVALID_REQUEST", "request_id": "", '
    b'"errors": []}'
)


class PatientProtocol(HttpToolsProtocol):
    """Times heads that come in more than one piece, and those who connect and say nothing."""

    __slots__ = ("_in_head", "_silence", "_slowness")  # more names in its dictionary would take a kilobyte a connection

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # uvicorn's own
        super().__init__(*args, **kwargs)
        self._silence: asyncio.TimerHandle | None = None
        self._slowness: asyncio.TimerHandle | None = None
        self._in_head = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client is there."""
        super().connection_made(transport)
        self._silence = self.loop.call_later(SILENT_S, self._end_silent)

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        super().data_received(data)
        if not self._in_head:
            self._cancel("_slowness")
        elif self._slowness is None:
            self._slowness = self.loop.call_later(HEAD_S, self._end_slow)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._cancel("_silence")
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._in_head = False
        self._cancel("_slowness")
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._cancel("_silence")
        self._cancel("_slowness")
        super().connection_lost(exc)

    def _cancel(self, name: str) -> None:
        timer: asyncio.TimerHandle | None = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)

    @property
    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _end_silent(self) -> None:
        if self.timeout_keep_alive_task is None:
            self.transport.close()

    def _end_slow(self) -> None:
        if not self._is_answering:
            self.transport.write(TOO_SLOW % (len(PROBLEM), PROBLEM))
        self.transport.close()
