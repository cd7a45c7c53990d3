"""Give each part of a run-on list (1 … 2 … 3 …, ①…②…, a: …; …; …) a line of its own, as the list that it is.

Only line breaks are added: a place of the spread text tells its place in the original.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from apps.analyze.language.document import Document, read_document

MOST = 20
"""A list of more parts is none: figures of a table."""
COUNTER_JA = r"年月日人件名個台回枚時分秒円%％階号つ万千百本社か歳杯行列社冊か"
SERIES: tuple[tuple[int, Callable[[int], str]], ...] = (
    (2, lambda k: chr(0x2460 + k - 1)),
    (2, lambda k: rf"[(（]{k}[)）]"),
    (2, lambda k: rf"(?:^|(?<=[\s:：。、,;]))(?<!no\. ){k}[.)．）](?![\d])"),
    (2, lambda k: rf"(?:^|(?<=[\s:：。、,;])){chr(96 + k)}\)"),
    (
        3,
        lambda k: rf"(?:^|(?<=[\s:：。、]))(?:{k}[ \u3000](?=[^\W\d])|{k}(?=[^\x00-\x7f{COUNTER_JA}\u3000、。．，：]))",
    ),
)
"""How many marks make a list, and the pattern of the k-th mark."""
DASH = re.compile(r"[:,;.]\s(?=[-–•・] ?\w)")
"""Before a dash that begins a part in the same line."""
OPENS = re.compile(r"(?:^|[:：。.!?！？)）\-–—])\s*$")
"""What stands before the first mark where bare figures count the parts."""
JOINS = re.compile(r"(?:\b(?:and|or|to|of|in|than|about|at|by|for|with|from|only|had)|[,、])\s*$", re.I)
"""A figure behind one of these belongs to its sentence."""
LEAST = 4
"""Characters of a part."""
AFTER_QUOTE = re.compile(r"[.!?][\"”]\s(?=[A-Z])")
ANNOUNCED = re.compile(r"^(?P<head>[^:：;；.。]{3,60}[:：])\s?(?P<rest>[^:：]+(?:[;；][^:：]+){1,})$")


@dataclass(frozen=True)
class Spread:
    """The document with a line a part; `breaks` are the places of the original before which a line break was put."""

    document: Document
    breaks: tuple[int, ...]

    def original(self, place: int) -> int:
        """The place of the original for a place of the spread text."""
        inserted = bisect_left([at + number for number, at in enumerate(self.breaks)], place)
        return place - inserted

    def is_part(self, start: int) -> bool:
        """Whether a part of a run-on list begins at a place of the spread text."""
        return any(at + number + 1 == start for number, at in enumerate(self.breaks))


@lru_cache(maxsize=64)
def spread(document: Document) -> Spread:
    """The document itself where it holds no run-on list."""
    breaks = tuple(sorted(set(_breaks(document))))
    if not breaks:
        return Spread(document, ())
    pieces = [document.text[a:b] for a, b in zip((0, *breaks), (*breaks, len(document.text)), strict=True)]
    return Spread(read_document("\n".join(pieces)), breaks)


def _breaks(document: Document) -> Iterator[int]:
    offset = 0
    for line in document.prose.split("\n"):
        for at in (*_marks(line), *_semicolons(line)):
            if line[:at].strip():
                yield offset + at
        offset += len(line) + 1
    for match in AFTER_QUOTE.finditer(document.text):
        if "\n" not in document.text[match.start() : match.end()]:
            yield match.end()


def _marks(line: str) -> list[int]:
    """Where the parts of a counted list begin; empty where the line counts nothing."""
    for least, mark in SERIES:
        found = _series(line, mark, bare=least > 2)
        if len(found) >= least:
            return found
    dashes = [match.end() for match in DASH.finditer(line)]
    return dashes if len(dashes) > 1 else []


def _series(line: str, mark: Callable[[int], str], *, bare: bool) -> list[int]:
    found: list[int] = []
    start = 0
    for number in range(1, MOST + 1):
        places = (m for m in re.compile(mark(number), re.I).finditer(line, start))
        at = next((m for m in places if not bare or _counts(line, m.start(), number)), None)
        if at is None or (found and at.start() - found[-1] < LEAST):
            break
        found.append(at.start())
        start = at.end()
    return found


def _counts(line: str, at: int, number: int) -> bool:
    return bool(OPENS.search(line[:at])) if number == 1 else not JOINS.search(line[:at])


def _semicolons(line: str) -> list[int]:
    """The parts of a list that a colon announces and semicolons part."""
    match = ANNOUNCED.match(line.strip()) if line.count(";") + line.count("；") > 1 else None
    if not match:
        return []
    lead = len(line) - len(line.lstrip())
    return [lead + match.start("rest"), *(m.end() for m in re.finditer(r"[;；]\s?", line))]
