"""A result's own marks, shown as what they mean: bold, headings and list lines. Every character stays in the text, so that a
script can put it together again; `static/js/rendering.js` does the same for texts that a reader has changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.transform.rewriting.headings import is_marked_heading

BOLD = re.compile(r"(`[^`\n]*`)|\*\*(?P<bold>[^*\n]+)\*\*")
SLACK_LINE = re.compile(r"\*(?P<bold>[^*\n]+)\*")
LIST_LINE = re.compile(r"\s*(?:[-・•]|\d{1,2}[.)．）])\s*\S")


@dataclass(frozen=True)
class Run:
    """A stretch of a line. `mark` stands on both sides of it in the text, and isn't shown."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """A line without its end. `kind` is plain, heading or item."""

    kind: str
    runs: tuple[Run, ...]


def rendered(text: str) -> tuple[Line, ...]:
    """The lines of a text."""
    return tuple(Line(_kind(line), tuple(_runs(line))) for line in text.split("\n"))


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
