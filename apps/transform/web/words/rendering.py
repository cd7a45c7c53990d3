"""A result's own marks, shown as what they mean: bold, headings and list lines. Every character stays in the text, so that a
script can put it together again; `static/js/rendering.js` does the same for texts that a reader has changed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from apps.transform.rewriting.headings import is_marked_heading

BOLD = re.compile(r"(`[^`\n]*`)|\*\*(?P<bold>[^*\n]+)\*\*")
SLACK_LINE = re.compile(r"\*(?P<bold>[^*\n]+)\*")
LIST_LINE = re.compile(r"\s*(?:[-・•]|\d{1,2}[.)．）])\s*\S")


@dataclass(frozen=True)
class Spot:
    """A stretch `[start, end)` of a text that somebody should look at: its number in the list below the text, and why."""

    start: int
    end: int
    number: int
    why: str


@dataclass(frozen=True)
class Run:
    """A stretch of a line. `mark` stands on both sides of it in the text, and isn't shown. `spot` is what it belongs to, if anything;
    `ends`: no other run of its spot comes after it.
    """

    text: str
    mark: str = ""
    spot: Spot | None = None
    ends: bool = False

    @property
    def size(self) -> int:
        """Characters of the text that it stands for."""
        return len(self.text) + 2 * len(self.mark)


@dataclass(frozen=True)
class Line:
    """A line without its end. `kind` is plain, heading or item."""

    kind: str
    runs: tuple[Run, ...]


def rendered(text: str, spots: Sequence[Spot] = ()) -> tuple[Line, ...]:
    """The lines of a text. Its `spots` are disjoint and begin and end in words, not in the space between lines."""
    return tuple(_lines(text, spots))


def _lines(text: str, spots: Sequence[Spot]) -> Iterator[Line]:
    at = 0
    for line in text.split("\n"):
        here = [spot for spot in spots if spot.start < at + len(line) and at < spot.end]
        yield Line(_kind(line), tuple(_spotted(_runs(line), at, here) if here else _runs(line)))
        at += len(line) + 1


def _spotted(runs: Iterator[Run], at: int, spots: Sequence[Spot]) -> Iterator[Run]:
    """The runs of a line that begins at `at`, cut where a spot begins or ends; bold ones stay whole."""
    for run in runs:
        edges = [edge for spot in spots for edge in (spot.start, spot.end) if at < edge < at + run.size]
        cuts = sorted({at, *(edges if not run.mark else ()), at + run.size})
        for start, end in pairwise(cuts):
            spot = next((each for each in spots if each.start < end and start < each.end), None)
            part = run if run.mark else Run(run.text[start - at : end - at])
            yield replace(part, spot=spot, ends=spot is not None and spot.end <= end)
        at += run.size


def _kind(line: str) -> str:
    if is_marked_heading(line):
        return "heading"
    return "item" if LIST_LINE.match(line) else "plain"


def _runs(line: str) -> Iterator[Run]:
    whole = SLACK_LINE.fullmatch(line)
    if whole:
        yield Run(whole["bold"], "*")
        return
    at = 0
    for match in BOLD.finditer(line):
        if match["bold"] is None:
            continue
        if match.start() > at:
            yield Run(line[at : match.start()])
        yield Run(match["bold"], "**")
        at = match.end()
    if at < len(line):
        yield Run(line[at:])
