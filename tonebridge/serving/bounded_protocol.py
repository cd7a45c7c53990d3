"""HTTP/1.1 with bounds: what a stranger may send, hold open and leave unread, in bytes and in seconds.

uvicorn's protocol bounds none of it. Here are heads (bytes, fields, time), the framing around bodies, requests that wait behind
others, and connections. How much of a body is read, and for how long, is the layer of validation's (`validation.py`).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from tonebridge.gateway.held_bytes import held_bytes
from tonebridge.gateway.peers import counted_as, peers
from tonebridge.gateway.refusals import BROKEN, FULL, TOO_LARGE, TOO_MANY, TOO_MUCH, TOO_SLOW, Refused
from tonebridge.gateway.server_fields import fields_of
from tonebridge.serving.slow_readers import ReaderWatch
from tonebridge.serving.unwanted_bytes import MOST_WAIT_S, unwanted_bytes

HEAD_S, SILENT_S = 10.0, 60.0
"""From a head's first byte to its last; from the connection to the first byte."""
LARGEST_HEAD, LONGEST_TARGET, MOST_FIELDS = 32 * 1024, 8 * 1024, 100
"""Bytes of a head, bytes of its request target, lines of fields. Proxies take as much by default, or less."""
LARGEST_GAP = 64
"""Bytes of empty lines between requests (RFC 9112 §2.2: one should be ignored)."""
MOST_FRAMING, FRAMING_A_BYTE = 16 * 1024, 8
"""Around a chunked body: sizes, extensions and trailers may take 16 kB, and 8 bytes more for each of the body's own."""
MOST_PIPELINED = 10
"""Requests of a connection that wait for the one ahead of them: their heads are counted no more (a kilobyte or so, and objects)."""
PIECE = 8 * 1024
"""The parser gets no more at once: what is too much is noticed behind each piece."""
LINGER_S, LINGER_BYTES = 5.0, 24 * 1024 * 1024
"""How long, and how far, a body is read that nobody wants any more: a client that still sends should find the answer."""


class BoundedProtocol(ReaderWatch):
    """Bounds a connection. What comes in one small piece and is answered at once meets no timer.

    A base: whose turn it is to be answered, and how the connection ends, the subclass says (`serving/protocol.py`).
    """

    __slots__ = (  # more names in its dictionary would take a kilobyte a connection
        "_address",
        "_dropping",
        "_framing",
        "_gap",
        "_head_bytes",
        "_in_body",
        "_in_head",
        "_refused_with",
        "_silence",
        "_slowness",
        "_unwanted",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # uvicorn's own
        super().__init__(*args, **kwargs)
        self._silence: asyncio.TimerHandle | None = None
        self._slowness: asyncio.TimerHandle | None = None
        self._in_head = self._in_body = False
        self._dropping = False
        """Whether what comes is read and forgotten."""
        self._head_bytes = self._gap = self._framing = self._unwanted = 0
        """Of an unfinished head, in earlier pieces; between requests; around a body, less what it may take; since the answer."""
        self._refused_with: bytes | None = None
        """The connection's last answer, once it is known that nothing more of it is parsed."""
        self._address: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client is there."""
        super().connection_made(transport)
        self._silence = self.loop.call_later(SILENT_S, self._end_silent)
        verdict = peers.enter(address := self.client[0] if self.client else "")
        if verdict == "admitted":
            self._address = address
        else:
            self._dropping = True
            self._say(FULL if verdict == "full" else TOO_MANY)
            transport.close()

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        if self._dropping:
            return self._count_unwanted(len(data))
        if len(data) <= PIECE:
            return self._parse(data)
        for at in range(0, len(data), PIECE):
            if self._is_over:
                break
            self._parse(data[at : at + PIECE])
        return None

    @property
    def _is_over(self) -> bool:
        """Whether nothing more is parsed."""
        return self._dropping or self._refused_with is not None or self.transport.is_closing()

    def _parse(self, data: bytes) -> None:
        was_in_head, was_in_body, cycle = self._in_head, self._in_body, self.cycle
        super().data_received(data)
        if self._is_over:
            return
        if self._in_head:
            self._look_at_head(len(data) if was_in_head else 0)
        elif self._in_body:
            self._look_at_body(len(data) if was_in_body and cycle is self.cycle else 0)
        else:
            self._cancel("_slowness")
            if was_in_body or data.isspace():
                self._look_at_gap(0 if was_in_body else len(data))

    def _look_at_head(self, size: int) -> None:
        """Behind each piece of an unfinished one. Its first piece isn't counted: something else may have stood before it."""
        if self._slowness is None:
            self._slowness = self.loop.call_later(HEAD_S, self._end_slow)
        self._head_bytes += size
        taken = held_bytes.take_from_unknown(size, self._site)
        if taken != "taken":
            self._head_bytes -= size
            self._refuse(FULL if taken == "full" else TOO_MUCH)
        elif self._is_head_too_large(self._head_bytes):
            self._refuse(TOO_LARGE)

    def _is_head_too_large(self, size: int) -> bool:
        return size > LARGEST_HEAD or len(self.url) > LONGEST_TARGET or len(self.headers) > MOST_FIELDS

    def _look_at_body(self, size: int) -> None:
        """Behind each piece of an unfinished one. Until its reader has what came and asks for more, no more is taken. The piece
        in which it began isn't counted: something else stood before it.
        """
        if self.cycle.response_complete:
            return self._count_unwanted(size)
        self._framing += size
        if self._framing > MOST_FRAMING:
            return self._refuse(BROKEN)
        return self.flow.pause_reading() if self.cycle.body else None

    def _look_at_gap(self, size: int) -> None:
        """Between requests. uvicorn has taken its timer back, though no request has begun."""
        self._gap += size
        if self._gap > LARGEST_GAP:
            self._close()
        elif self.timeout_keep_alive_task is None and not self._is_answering and not self._is_over:
            wait = self.timeout_keep_alive
            self.timeout_keep_alive_task = self.loop.call_later(wait, self.timeout_keep_alive_handler)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._cancel("_silence")
        self._in_head, self._gap = True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A field of the head. Those behind a body are nobody's: they would pass for fields of the head (RFC 9110 §6.5.1)."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is there. Raises Refused for one that is too large, and where too many wait."""
        if self._is_head_too_large(self._size_of_head() if self._head_bytes else 0):
            self._refuse(TOO_LARGE)
            raise Refused
        if len(self.pipeline) >= MOST_PIPELINED:
            self._refuse(TOO_MUCH)
            raise Refused
        self._end_of_head()
        self._in_body, self._framing = True, 0
        super().on_headers_complete()

    def _size_of_head(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _end_of_head(self) -> None:
        self._in_head = False
        self._cancel("_slowness")
        if self._head_bytes:
            held_bytes.give_back_to_unknown(self._head_bytes, self._site)
            self._head_bytes = 0

    def on_body(self, body: bytes) -> None:
        """A part of a body. Whoever sends it doesn't wait for a 100 (RFC 9110 §10.1.1); HAProxy 3.0 loses answers right behind one."""
        self.cycle.waiting_for_100_continue = False
        self._framing -= len(body) * (1 + FRAMING_A_BYTE)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._in_body, self._gap = False, 0
        super().on_message_complete()
        if self._unwanted:
            self._end_of_unwanted()

    def on_response_complete(self) -> None:
        """The answer is written."""
        super().on_response_complete()
        if self.transport.is_closing() and self._stalled is None:
            self._await_reader()

    @property
    def _is_answered_early(self) -> bool:
        """Whether the newest request has its answer, and is still coming."""
        return self._in_body and not self._is_over and not self._is_answering

    def _linger(self) -> None:
        """Take the rest of a request that is answered, within bounds: the connection ends with it, which is said at once."""
        if not self._unwanted:
            self._unwanted = 1
            self.cycle.body = bytearray()
            self._slowness = self._slowness or self.loop.call_later(LINGER_S, self._close)
            self.flow.resume_reading()
        self.transport.write_eof()

    def _count_unwanted(self, size: int) -> None:
        self._unwanted += size
        if self._unwanted > LINGER_BYTES or (wait_s := unwanted_bytes.wait(size, self.loop.time())) > MOST_WAIT_S:
            return self._close()
        if wait_s and not self.flow.read_paused:
            self.flow.pause_reading()
            self.loop.call_later(wait_s, self._read_on)
        return None

    def _read_on(self) -> None:
        if not self.transport.is_closing():
            self.flow.resume_reading()

    def _end_of_unwanted(self) -> None:
        self._unwanted, self._dropping = 0, True
        self._cancel("_slowness")
        self._close()

    def send_400_response(self, msg: str) -> None:
        """The parser has met what it can't read, or one of the callbacks above has raised Refused."""
        self._refuse(BROKEN)

    def _refuse(self, answer: bytes) -> None:
        """This is the connection's last answer. Whose turn it is to be answered, the subclass knows."""
        self._refused_with = answer
        self._cancel("_slowness")

    def _say(self, answer: bytes) -> None:
        """One of `refusals.py`, with the server's own fields (its date)."""
        line, end, rest = answer.partition(b"\r\n")
        self.transport.write(line + end + self._server_fields() + rest)

    def _server_fields(self) -> bytes:
        return fields_of(self.server_state.default_headers)

    def _hang_up(self) -> None:
        """Our side ends. Closed at once, a client that still sends would be reset, and never see the answer (RFC 9112 §9.6): what
        comes is read for a while, and dropped.
        """
        self._dropping, self._unwanted = True, 0
        self._cancel("_slowness")
        if self.transport.is_closing():
            return
        self.transport.write_eof()
        self.flow.resume_reading()
        self._slowness = self.loop.call_later(LINGER_S, self._close)

    def handle_websocket_upgrade(self) -> None:
        """The connection is another protocol's from here on, which counts it by itself."""
        self._in_body, self._dropping = False, True
        self._release_place()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone."""
        self._cancel("_silence")
        self._cancel("_slowness")
        self._end_of_head()
        self._release_place()
        super().connection_lost(exc)

    @property
    def _site(self) -> str:
        return counted_as(self._address or "")

    def _close(self) -> None:
        """Once what was said is taken, or its reader has been waited for."""
        self.transport.close()
        self._await_reader()

    def _release_place(self) -> None:
        if self._address is not None:
            peers.leave(self._address)
            self._address = None

    @property
    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _end_silent(self) -> None:
        if self.timeout_keep_alive_task is None:
            self._close()

    def _end_slow(self) -> None:
        self._slowness = None
        self._refuse(TOO_SLOW)
