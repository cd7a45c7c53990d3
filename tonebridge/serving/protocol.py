"""HTTP/1.1 by uvicorn and httptools, with the express lane in front of the parser."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from tonebridge.gateway.express import RAW, express
from tonebridge.gateway.patience import PatientProtocol
from tonebridge.serving.lean import LeanFlow, Pipeline

OK = STATUS_LINE[200]


class ExpressProtocol(PatientProtocol):
    """Asks the express lane about whole requests that arrive between others; everything else is uvicorn's."""

    __slots__ = ("_answered_at", "_raw", "_within")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # uvicorn's own
        super().__init__(*args, **kwargs)
        self._within = False
        """Whether the parser is inside of a request."""
        self._raw: bytes | None = None
        self._answered_at = 0.0
        self.pipeline = cast(Any, Pipeline())

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client is there."""
        super().connection_made(transport)
        self.flow = LeanFlow(transport)

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        if self._within or not self._is_idle():
            self._raw = None
            super().data_received(data)
            return
        reply = express.reply(data)
        if reply is None:
            self._raw = data
            super().data_received(data)
            self._raw = None
            return
        self.transport.write(OK + self._server_fields() + reply)
        self._keep_alive()

    def on_message_begin(self) -> None:
        """The parser has met a request."""
        self._within = True
        super().on_message_begin()
        if self._raw is not None:
            cast(dict[str, object], self.scope)[RAW] = self._raw  # a scope may carry more than its type says

    def on_message_complete(self) -> None:
        """The parser has read it to its end."""
        self._within = False
        super().on_message_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Idle for long enough? Answers of the express lane only note their time."""
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def _is_idle(self) -> bool:
        cycle = self.cycle
        return (
            (cycle is None or cycle.response_complete)
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _keep_alive(self) -> None:
        self.server_state.total_requests += 1
        self._answered_at = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._cancel("_silence")
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _server_fields(self) -> bytes:
        return _fields_of(self.server_state.default_headers)


_known: tuple[object, bytes] = (None, b"")


def _fields_of(pairs: list[tuple[bytes, bytes]]) -> bytes:
    """The server's own headers (date and name), put together once a second."""
    global _known
    if _known[0] is not pairs:
        _known = (pairs, b"".join(name + b": " + value + b"\r\n" for name, value in pairs))
    return _known[1]
