"""HTTP/1.1 by uvicorn and httptools, with the express lane in front of the parser.

Where a request ends is decided once. What can't be read in one way only is refused in its turn (`gateway/framing.py`), and
whenever bytes could still come that belong to no request that was answered, the connection ends with the answer:

* an answer that begins before the body was whole,
* a request that asks for another protocol than WebSocket (its body isn't read by the parser),
* anything behind a request that said `Connection: close`, or that the parser refused.
"""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from tonebridge.gateway.express import RAW, express
from tonebridge.gateway.framing import TARGET, combined, fault_of
from tonebridge.gateway.refusals import BROKEN, count_head
from tonebridge.serving.bounded_protocol import BoundedProtocol
from tonebridge.serving.lean import LeanFlow, Pipeline
from tonebridge.serving.lingering import Lingering

OK = STATUS_LINE[200]


class Ended(Exception):
    """A request behind the last one of a connection."""


class ExpressProtocol(BoundedProtocol):
    """Asks the express lane about whole requests that arrive between others; everything else is uvicorn's."""

    __slots__ = (
        "_answered_at",
        "_answering",
        "_is_last",
        "_keeps_open",
        "_raw",
        "_reading",
        "_upgrades",
        "_within",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # uvicorn's own
        super().__init__(*args, **kwargs)
        self._within = False
        """Whether the parser is inside of a request."""
        self._reading: RequestResponseCycle | None = None
        """The request whose body is being read."""
        self._answering: RequestResponseCycle | None = None
        """The one that was begun last; behind it, others may wait."""
        self._raw: bytes | None = None
        self._answered_at = 0.0
        self._is_last = self._keeps_open = self._upgrades = False
        """Whether the newest request is the connection's last one; leaves it open once it is whole; becomes a WebSocket."""
        self.pipeline = cast(Any, Pipeline())

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client is there."""
        super().connection_made(transport)
        self.flow = LeanFlow(transport, self.loop)

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        if self._within or not self._is_idle():
            self._feed(data)
            return
        reply = express.reply(data)
        if reply is None:
            self._raw = data
            self._feed(data)
            self._raw = None
            return
        self.transport.write(OK + self._server_fields() + reply)
        self._keep_alive()

    def _feed(self, data: bytes) -> None:
        """Give bytes to the parser, unless nobody is to read them any more."""
        if self._dropping or not (self._is_over or (self._is_last and not self._within)):
            super().data_received(data)

    def on_message_begin(self) -> None:
        """The parser has met a request."""
        if self._is_last or self._is_over:
            raise Ended
        self._within = True
        super().on_message_begin()
        if self._raw is not None:
            cast(dict[str, object], self.scope)[RAW] = self._raw  # a scope may carry more than its type says
            self._raw = None  # a second request in the same bytes isn't what they are

    def on_headers_complete(self) -> None:
        """The head is there: see what becomes of the connection."""
        if self.url[:1] != b"/" or b"#" in self.url:
            cast(dict[str, Any], self.scope)[TARGET] = self.url
        self.expect_100_continue = self.expect_100_continue and self.parser.get_http_version() == "1.1"
        self._upgrades = self._may_upgrade()
        super().on_headers_complete()
        if not self._upgrades:
            self._hold_open()

    def _may_upgrade(self) -> bool:
        """Whether it becomes a WebSocket: a request without fault that nobody waits in front of."""
        if not self.parser.should_upgrade() or not super()._should_upgrade() or self._has_unanswered():
            return False
        return self.parser.get_http_version() == "1.1" and not self._is_faulty()

    def _is_faulty(self) -> bool:
        return fault_of(cast(Any, self.scope), combined(self.scope["headers"])) is not None

    def _should_upgrade(self) -> bool:
        return self._upgrades

    def _hold_open(self) -> None:
        """While a body is on its way an answer ends the connection; afterwards only where the client wants it."""
        self._reading = self.cycle
        self._keeps_open = self.cycle.keep_alive and not self.parser.should_upgrade()
        self._is_last = not self._keeps_open
        self.cycle.keep_alive = False
        self.cycle.transport = cast(Any, Lingering(self))

    def on_message_complete(self) -> None:
        """The parser has read it to its end."""
        self._within = False
        super().on_message_complete()
        if self._reading is not None and not self._reading.response_started:
            self._reading.keep_alive = self._keeps_open
        self._reading = None

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Its turn has come. `Any`: uvicorn's own."""
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone. What knew one another lets go: the garbage collector may not come for a long time."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()  # uvicorn leaves the timer where the connection broke
        _tell_of_end(self._answering)  # uvicorn tells the newest request alone
        cast(LeanFlow, self.flow).end()
        self.cycle = self._reading = self._answering = None  # type: ignore[assignment]  # nothing more is read for it
        self.pipeline.clear()

    def shutdown(self) -> None:
        """The server is about to stop."""
        self._keeps_open = False
        super().shutdown()

    def _refuse(self, answer: bytes) -> None:
        """Refuse bytes that are no request, in their turn."""
        if self._is_behind_the_last() or self._is_over:
            return
        super()._refuse(answer)
        if self._reading is not None and self._is_faulty():
            return  # its head is refused anyway, by the application
        count_head(answer)
        if self._reading is not None and self.pipeline:
            cast(Pipeline, self.pipeline).pop(0)  # the newest one, whose body is broken, and which nobody has begun
        elif self._reading is not None or not self._has_unanswered():
            self._end_with_refusal()

    def on_response_complete(self) -> None:
        """Whose turn is it?"""
        if self._dropping:
            self.server_state.total_requests += 1
        elif self._refused_with is not None and not self.pipeline:
            self._end_with_refusal()
        else:
            super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Idle for long enough? Answers of the express lane only note their time."""
        left = self._answered_at + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self.timeout_keep_alive_task = self.loop.call_later(left, self.timeout_keep_alive_handler)
        else:
            super().timeout_keep_alive_handler()

    def _end_with_refusal(self) -> None:
        """Say what is wrong, unless an answer has begun, and end the connection."""
        if self._reading is None or not self._reading.response_started:
            self._say(self._refused_with or BROKEN)
        self._leave()

    def end_with_answer(self) -> None:
        """What still comes of its request is read for a while, and nothing behind it."""
        if self._is_answered_early:
            self._linger()
        else:
            self._leave()

    def _leave(self) -> None:
        """Nothing more is read, nothing more is said."""
        _tell_of_end(self._reading)
        self._hang_up()

    def _has_unanswered(self) -> bool:
        return self._is_answering or bool(self.pipeline)

    def _is_behind_the_last(self) -> bool:
        return self._is_last and self._reading is None

    def _is_idle(self) -> bool:
        cycle = self.cycle
        return (
            (cycle is None or cycle.response_complete)
            and not self._dropping
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


def _tell_of_end(cycle: RequestResponseCycle | None) -> None:
    """Whoever works on its answer hears that nobody waits for it."""
    if cycle is not None and not cycle.response_complete:
        cycle.disconnected = True
        cycle.message_event.set()
