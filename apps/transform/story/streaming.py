"""What is streamed of a model's answer while it comes: whole sentences that passed the checks that a sentence allows, in order.

Provisional, as the answer may still be refused. What is streamed is the beginning of one text: where another answer has to be made, it is
gone on with as far as that one says the same, and else nothing more is streamed; the result, which has passed every check, stands for itself.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator

from apps.transform.contracts import Complaint
from apps.transform.guards.masking import CLOSE, OPEN
from apps.transform.guards.model_answers import UNSURE
from apps.transform.protocols import ModelCall
from tonebridge.resilience.cpu_slot import cpu_slot
from tonebridge.resilience.threads import in_thread

log = logging.getLogger(__name__)
END = re.compile(r"[。！？!?]+[」』）)\"”’]*|[.!?][\"'”’)]*(?=\s)|\n")
MARK = re.compile(rf"(?P<open>{OPEN})|(?P<close>{CLOSE})|(?P<fence>```)|{END.pattern}")
DEPTH = {"open": 1, "close": -1}
MORE_BEFORE_ANOTHER_LOOK = 1.5
"""So many times as long has a part to be before it is looked at again that alone may be none."""
LONGEST_END = 4
"""Characters of an end that may come in two pieces."""
LONGEST_MARK = 64
"""Characters of an end with all that closes behind it."""
LIST_NUMBER = re.compile(r"(?:^|\n)[ \t\u3000]*[(（]?\d{1,2}\.$")
"""It ends no sentence."""


class StreamedSentences:
    """`apps.transform.protocols.CallListener` of one message. For the event loop alone.

    Holds the one answer that is coming in, and no more of it however slowly its reader reads: what came meanwhile is one
    part.
    """

    def __init__(self) -> None:
        self.sent, self._said = "", ""
        self._call: ModelCall | None = None
        self._coming, self._is_over = "", False
        self._ends, self._least = SentenceEnds(), 0
        self._begun, self._news = asyncio.Event(), asyncio.Event()

    def on_call(self, call: ModelCall) -> None:
        """A new answer is coming."""
        self._call, self._coming, self._said = call, "", ""
        self._ends, self._least = SentenceEnds(), 0
        self._begun.set()

    def on_text(self, piece: str) -> None:
        """A piece of the answer that is coming."""
        if not self._is_over:
            self._coming += piece
            if END.search(self._coming, max(0, len(self._coming) - len(piece) - LONGEST_END)):
                self._news.set()

    def end(self, _done: object = None) -> None:
        """The result is there, or is not to be."""
        self._is_over = True
        self._begun.set()
        self._news.set()

    async def begun(self) -> None:
        """Wait until a model is asked, or all is over without one."""
        await self._begun.wait()

    async def parts(self) -> AsyncIterator[str]:
        """What may be shown, as it comes; ends when the result is there, or is not to be."""
        while not self._is_over:
            await self._news.wait()
            self._news.clear()
            if part := await self._next():
                self.sent += part
                yield part

    async def _next(self) -> str:
        """The whole sentences that were not sent yet. Empty where none may be."""
        call, end = self._call, self._ends.last(self._coming)
        if self._is_over or end <= self._least or call is None or call.guard is None:
            return ""
        part = self._coming[:end]
        found = await _looked_at(call, part, self._said)
        if self._is_over or self._call is not call:
            return ""
        if isinstance(found, Complaint):
            if found.code not in UNSURE:
                self._call = None  # of this answer, nothing
            self._least = int(end * MORE_BEFORE_ANOTHER_LOOK)
            return ""
        self._coming = self._coming[end:]
        self._ends, self._least = SentenceEnds(), 0
        return self._beyond(found)

    def _beyond(self, part: str) -> str:
        """What a part of the answer says beyond what was sent, be it of an earlier answer that began in the same way."""
        self._said += part
        if self._said.startswith(self.sent):
            return self._said[len(self.sent) :]
        if not self.sent.startswith(self._said):
            self._call = None  # another text: of it, nothing
        return ""

    def is_beginning_of(self, text: str) -> bool:
        """Whether all that was sent is the beginning of a text, blanks around it aside."""
        return text.lstrip().startswith(self.sent.strip())


async def _looked_at(call: ModelCall, part: str, sent: str) -> str | Complaint:
    """What can't be looked at, be it for want of time, is not shown."""
    try:
        return await in_thread(_look, call, part, sent)
    except Exception as error:
        log.warning("part of an answer wasn't looked at", exc_info=error)
        return Complaint("unseen")


def _look(call: ModelCall, part: str, sent: str) -> str | Complaint:
    with cpu_slot():
        return call.guard.part(part, sent) if call.guard else Complaint("unseen")


class SentenceEnds:
    """Where the last whole sentence of a text ends that grows: no token and no block of code is cut. Each part of it is read once."""

    def __init__(self) -> None:
        self._at = self._end = 0
        self._opened = self._fences = 0

    def last(self, text: str) -> int:
        """Its place, 0 where there is none yet. `text` begins as it did the last time."""
        sure, opened, fences, end = len(text) - LONGEST_END, self._opened, self._fences, self._end
        for mark in MARK.finditer(text, self._at):
            opened += DEPTH.get(mark.lastgroup or "", 0)
            fences += mark.lastgroup == "fence"
            is_whole = not (mark.lastgroup or opened or fences % 2)
            if is_whole and not LIST_NUMBER.search(text, mark.end() - 8, mark.end()):
                end = mark.end()
            if mark.end() <= sure:
                self._at, self._opened, self._fences, self._end = mark.end(), opened, fences, end
        self._at = max(self._at, sure - LONGEST_MARK)
        return end
