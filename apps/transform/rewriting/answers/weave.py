"""A text and the edits that made it: edited further by places of the result, while staying edits of the original."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from apps.transform.contracts import Edit
from apps.transform.rewriting.edits import apply_edits


@dataclass(frozen=True)
class Placed:
    """An edit, and where its replacement stands in the result."""

    start: int
    end: int
    edit: Edit


@dataclass(frozen=True)
class Weave:
    """An original with its settled edits. Every change gives a new weave; places are offsets in `text`, the result."""

    original: str
    edits: tuple[Edit, ...]

    @cached_property
    def text(self) -> str:
        """The result."""
        return apply_edits(self.original, self.edits)

    @cached_property
    def _placed(self) -> tuple[Placed, ...]:
        return tuple(_placed(self.edits))

    def place_of(self, at: int) -> int:
        """Where a place of the original stands in the result: before what was inserted there, past what replaced it."""
        shift = 0
        for placed in self._placed:
            if placed.edit.start >= at:
                break
            shift = placed.end - placed.edit.end
            if placed.edit.end > at:
                return placed.end
        return at + shift

    def replaced(self, start: int, end: int, new: str, reason: str) -> "Weave":
        """`[start, end)` of the result becomes `new`. Edits it meets become one with it and keep their reason."""
        met = [placed for placed in self._placed if placed.start <= end and start <= placed.end]
        merged = self._merged(met, start, end, new, reason)
        rest = [placed.edit for placed in self._placed if placed not in met]
        same = self.original[merged.start : merged.end] == merged.replacement
        return Weave(self.original, tuple(sorted([*rest, *([] if same else [merged])], key=_by_place)))

    def without(self, pattern: str) -> "Weave":
        """The first place that a pattern is found is taken out."""
        match = re.search(pattern, self.text)
        return self.replaced(match.start(), match.end(), "", "answered") if match else self

    def _merged(self, met: Sequence[Placed], start: int, end: int, new: str, reason: str) -> Edit:
        first, last = min([start, *(p.start for p in met)]), max([end, *(p.end for p in met)])
        head, tail = self.text[first:start], self.text[end:last]
        kept = met[0].edit.reason if met and (head or tail) else reason
        return Edit(self._origin(first, met[:1]), self._origin(last, met[-1:], end=True), head + new + tail, kept)

    def _origin(self, at: int, met: Sequence[Placed], *, end: bool = False) -> int:
        """The place of the original for a place of the result that lies at the edge of an edit, or outside of all."""
        for placed in met:
            if at == (placed.end if end else placed.start):
                return placed.edit.end if end else placed.edit.start
        before = [placed for placed in self._placed if placed.end <= at]
        return at - (before[-1].end - before[-1].edit.end if before else 0)


def _placed(edits: Sequence[Edit]) -> Iterator[Placed]:
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.replacement)
        shift = end - edit.end
        yield Placed(start, end, edit)


def _by_place(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end
