"""The original with every change marked in its place, as a reader follows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.transform.contracts import Change


@dataclass(frozen=True)
class Piece:
    """A stretch of the original that stays, or a change; the other of the two is empty.

    `item` is the id of the first change that it stands or falls with.
    """

    text: str
    change: Change | None = None
    item: str = ""


def marked(original: str, changes: Sequence[Change], groups: Sequence[Sequence[Change]]) -> tuple[Piece, ...]:
    """The pieces in order: what stays and what changes. Changes are ordered and disjoint; `groups` has each of them once."""
    return tuple(_pieces(original, changes, {each.id: group[0].id for group in groups for each in group}))


def _pieces(original: str, changes: Sequence[Change], items: Mapping[str, str]) -> Iterator[Piece]:
    at = 0
    for change in changes:
        if change.start > at:
            yield Piece(original[at : change.start])
        yield Piece("", change, items[change.id])
        at = change.end
    if at < len(original):
        yield Piece(original[at:])
