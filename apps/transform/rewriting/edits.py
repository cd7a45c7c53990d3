"""Edits of a text: settled into ordered, disjoint spans, applied, counted."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz.distance import LCSseq

from apps.analyze.language.document import Document
from apps.transform.contracts import Edit


def settle(edits: Iterable[Edit], document: Document) -> tuple[Edit, ...]:
    """The edits that can stand together, ordered.

    An edit that would change nothing or touches an opaque span is dropped. Of two that overlap the one given first wins,
    so a writer lists its edits most important first.
    """
    kept: list[Edit] = []
    for edit in edits:
        clear = not document.touches_opaque(edit.start, edit.end)
        if clear and document.text[edit.start : edit.end] != edit.replacement:
            _keep(edit, kept)
    return tuple(kept)


def _keep(edit: Edit, kept: list[Edit]) -> None:
    """Insert in order, unless a neighbour is in the way: the kept ones are disjoint, so only neighbours can be."""
    at = bisect_left(kept, (edit.start, edit.end), key=lambda other: (other.start, other.end))
    if not any(_clash(edit, other) for other in kept[max(at - 1, 0) : at + 1]):
        kept.insert(at, edit)


def _clash(edit: Edit, other: Edit) -> bool:
    if edit.start == other.start and min(edit.end - edit.start, other.end - other.start) == 0:
        return True
    return edit.start < other.end and other.start < edit.end


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with settled edits applied."""
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


def trim(edit: Edit, text: str) -> Edit:
    """The same edit without the head and tail that it leaves as they are."""
    original, new = text[edit.start : edit.end], edit.replacement
    head = 0
    while head < min(len(original), len(new)) and original[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(original), len(new)) - head and original[-1 - tail] == new[-1 - tail]:
        tail += 1
    return replace(edit, start=edit.start + head, end=edit.end - tail, replacement=new[head : len(new) - tail])


def kept_percent(original: str, result: str) -> int:
    """How much of the original's characters still stand in the result, in order: 0 to 100."""
    if not original:
        return 100
    return round(100 * LCSseq.similarity(original, result) / len(original))


def similarity(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same), by the longest common subsequence of characters."""
    return round(LCSseq.normalized_similarity(one, other), 3)
