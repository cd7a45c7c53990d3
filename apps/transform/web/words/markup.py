"""The original with every change marked in its place, as a reader follows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.transform.contracts import Change


@dataclass(frozen=True)
class Piece:
    """A stretch of the original that stays, or a change; the other of the two is empty."""

    text: str
    change: Change | None = None


def marked(original: str, changes: Sequence[Change]) -> tuple[Piece, ...]:
    """The pieces in order: what stays and what changes. Changes are ordered and disjoint."""
    return tuple(_pieces(original, changes))


def _pieces(original: str, changes: Sequence[Change]) -> Iterator[Piece]:
    at = 0
    for change in changes:
        if change.start > at:
            yield Piece(original[at : change.start])
        yield Piece("", change)
        at = change.end
    if at < len(original):
        yield Piece(original[at:])
