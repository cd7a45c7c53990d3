"""Edits that stand together: groups are placed whole or not at all, in order and disjoint."""

from bisect import bisect_left

from apps.analyze.language.document import Document
from apps.transform.contracts import Edit

Group = tuple[Edit, ...]


class Placed:
    """The edits kept so far. A group must not touch an opaque span, a protected span or an edit placed before it."""

    def __init__(self, document: Document, protected: list[tuple[int, int]]) -> None:
        self._document = document
        self._protected = protected
        self._kept: list[Edit] = []

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The placed edits, in order."""
        return tuple(self._kept)

    def add(self, group: Group) -> None:
        """Place the edits of a group that change something, if all of them fit."""
        if all(self._fits(edit) for edit in group):
            for edit in group:
                if self._document.text[edit.start : edit.end] != edit.replacement:
                    self._kept.insert(self._position(edit), edit)

    def _position(self, edit: Edit) -> int:
        return bisect_left(self._kept, (edit.start, edit.end), key=lambda other: (other.start, other.end))

    def _fits(self, edit: Edit) -> bool:
        at = self._position(edit)
        neighbours = self._kept[max(0, at - 1) : at + 1]
        return not (
            self._document.touches_opaque(edit.start, edit.end)
            or any(edit.start < end and start < edit.end for start, end in self._protected)
            or any(_overlap(edit, other) for other in neighbours)
        )


def _overlap(edit: Edit, other: Edit) -> bool:
    """Whether two edits clash; an insertion also clashes with an edit that it touches."""
    if edit.start == edit.end or other.start == other.end:
        return other.start <= edit.end and edit.start <= other.end
    return edit.start < other.end and other.start < edit.end
