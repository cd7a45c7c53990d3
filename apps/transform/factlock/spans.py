"""Places in a text, looked up in ordered, disjoint spans."""

from bisect import bisect_left, bisect_right
from typing import Protocol, TypeVar

Span = tuple[int, int]
Spans = tuple[Span, ...]


class Placed(Protocol):
    """What begins somewhere."""

    @property
    def start(self) -> int:
        """Where, in code points."""


Spanned = TypeVar("Spanned", bound=Placed)


def between(spans: tuple[Spanned, ...], start: int, end: int) -> tuple[Spanned, ...]:
    """Those that begin in `[start, end)`; `spans` are ordered."""
    first = bisect_left(spans, start, key=lambda span: span.start)
    return spans[first : bisect_left(spans, end, lo=first, key=lambda span: span.start)]


def inside(at: int, spans: Spans) -> bool:
    """Whether a place lies in one of the spans; they are ordered and disjoint."""
    nearest = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return nearest >= 0 and at < spans[nearest][1]


def overlapping(start: int, end: int, spans: Spans) -> Spans:
    """The spans that share a place with `[start, end)`; they are ordered and disjoint."""
    first = bisect_right(spans, start, key=lambda span: span[1])
    return spans[first : bisect_left(spans, end, lo=first, key=lambda span: span[0])]
