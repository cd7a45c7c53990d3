"""Asking a model: one call, awaited, with an end to its time, its silence and its length.

Its clock begins when it is sent. Before that it may have to wait for a slot, which has an end of its own.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, nullcontext
from math import inf
from traceback import clear_frames
from typing import cast

from django.conf import settings

from apps.transform.contracts import Piece, Spent
from apps.transform.protocols import CallListener, ModelCall, ModelReply
from apps.transform.providers.failures import ModelGarbled, ModelSlow, failure_of
from tonebridge.errors import ToneBridgeError
from tonebridge.resilience import clock
from tonebridge.telemetry import tracing


async def ask(call: ModelCall, listener: CallListener | None = None) -> ModelReply:
    """Never raises but for a cancelled task: how it went is in the reply."""
    heard, began = _Heard(call, listener), clock.tick()
    if listener:
        listener.on_call(call)
    try:
        async with call.slots.taken(min(settings.LLM_SLOT_S, call.total_s)) if call.slots else nullcontext():
            with tracing.span("provider", tier=call.tier):
                await heard.out()
    except Exception as error:
        _let_go(error)
        return ModelReply(spent=heard.spent, error=_named(error), seconds=clock.tick() - began, silent_s=heard.silent_s)
    return ModelReply(heard.text, heard.spent, seconds=clock.tick() - began, silent_s=heard.silent_s)


def _let_go(error: BaseException | None) -> None:
    """Have what a broken call left open closed by its own loop. The libraries' generators, one within another, are held by the error's
    frames in a circle: else they wait for the collector, which may close one in another thread while the loop is closing it.
    """
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def _named(error: Exception) -> ToneBridgeError:
    return ModelSlow() if isinstance(error, TimeoutError) else failure_of(error)


def _now() -> float:
    return asyncio.get_running_loop().time()


class _Heard:
    """An answer that comes in."""

    def __init__(self, call: ModelCall, listener: CallListener | None) -> None:
        self._call, self._listener = call, listener
        self._end = _now() + call.total_s
        self._sent = self._first = inf
        self._parts: list[str] = []
        self._length, self._ended = 0, False
        self.spent = Spent()

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def silent_s(self) -> float:
        """From when the call was sent until the answer began, or until it was given up."""
        return max(0.0, min(self._first, _now()) - self._sent)

    async def out(self) -> None:
        """Send the call and hear its answer. Raises ModelGarbled for one without an end, without a word, or too long."""
        self._sent = _now()
        try:
            async with asyncio.timeout_at(min(self._end, self._sent + self._call.first_token_s)) as patience:
                await self._listen(patience)
        except TimeoutError:
            if self._call.pace and not self._call.is_hurried and self._first == inf and _now() < self._end:
                self._call.pace.note_silence(self.silent_s)
            raise
        if not self._ended or not self.text.strip():
            raise ModelGarbled
        if self._call.pace:
            self._call.pace.note(self.silent_s, _now() - self._sent)

    async def _listen(self, patience: asyncio.Timeout) -> None:
        stream = cast(AsyncGenerator[Piece, None], self._call.model.stream(self._call.question))
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                self._take(piece)
                if piece.text:
                    self._first = min(self._first, _now())
                    patience.reschedule(min(self._end, _now() + settings.LLM_STALL_S))

    def _take(self, piece: Piece) -> None:
        self.spent += piece.spent
        self._ended |= piece.ended
        self._length += len(piece.text)
        if self._length > self._call.most_characters:
            raise ModelGarbled
        if piece.text:
            self._parts.append(piece.text)
            if self._listener:
                self._listener.on_text(piece.text)
