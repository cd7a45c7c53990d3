"""Sentences of a document, as spans that never cut an opaque one."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nupunkt import sent_spans  # a trained splitter that knows abbreviations

from apps.analyze.language.document import HOLE, Document

LIST_MARK = re.compile(
    r"[ \t\u3000]*(?:(?:[-*+•・‣◦●○■□◆◇▶▼※]|\d{1,2}[.)．）]|[(（]\d{1,2}[)）]|[①-⑳])(?:[ \t\u3000]+|(?<=[・●○■□◆◇▶▼※①-⑳])))?"
)
JAPANESE_END = re.compile(r"[。！？!?]+[」』）)\"”’]*")
MISSED_END = re.compile(r"(?<=[a-z]{3}[.!?])\s+(?=[A-Z])")
ABBREVIATION = re.compile(
    r"\b(?:approx|appt|avg|dept|est|etc|ext|fig|inc|incl|jan|feb|mar|apr|jun|jul|aug|sept|oct|nov|dec|ltd|max|min|misc|mrs|prof|tel|vol)[.]$",
    re.I,
)
LONGEST_ABBREVIATION = 12
GOES_ON_NEW = re.compile(r"[ \u3000]+(?![をにはがもでとのへ、。]|から|まで)(?=[^\s\ue000])")
CLOSING = '」』）)】”’"'


@dataclass(frozen=True)
class Sentence:
    """`[start, end)` of the text, surrounding space and list mark left out. `line` counts from 0."""

    start: int
    end: int
    text: str
    prose: str
    line: int

    @property
    def end_mark(self) -> str:
        """The run of 。！？!?. at the end, or nothing."""
        stripped = self.prose.rstrip(CLOSING)
        return stripped[len(stripped.rstrip("。．.！？!?")) :]

    @property
    def is_opaque(self) -> bool:
        """Whether there is nothing in it that a rule may read: code, a quotation, a table row."""
        return not self.prose.strip(HOLE + " \t\u3000")


@lru_cache(maxsize=64)
def split_sentences(document: Document, language: str) -> tuple[Sentence, ...]:
    """The sentences of a document, in order. A line break ends a sentence; list marks belong to none."""
    found: list[Sentence] = []
    offset = 0
    for number, line in enumerate(document.prose.split("\n")):
        mark = _past_marks(document, line, offset)
        pieces = _japanese(_ended(document, line, offset)[mark:]) if language == "ja" else _english(line[mark:])
        for start, end in pieces:
            _add(found, document, offset + mark + start, offset + mark + end, number)
        offset += len(line) + 1
    return tuple(found)


def _past_marks(document: Document, line: str, offset: int) -> int:
    """Where the sentence of a line begins: past its list mark, heading mark and check box."""
    match = LIST_MARK.match(line)
    at = match.end() if match else 0
    markup = [s for s in document.opaque_within(offset + at, offset + len(line)) if s.kind == "markup"]
    if markup and markup[0].start == offset + at and document.text[markup[0].start] in "#[":
        at = markup[0].end - offset
    return at


def _add(found: list[Sentence], document: Document, start: int, end: int, line: int) -> None:
    prose = document.prose[start:end]
    lead = len(prose) - len(prose.lstrip())
    start, end = start + lead, start + len(prose.rstrip())
    if start < end:
        found.append(Sentence(start, end, document.text[start:end], document.prose[start:end], line))


def _ended(document: Document, line: str, offset: int) -> str:
    """The line with an end mark for each emoji that closes a sentence: one that a space and no particle follows."""
    marked = line
    for span in document.opaque_within(offset, offset + len(line)) if HOLE in line else ():
        end = span.end - offset
        if (
            span.kind == "emoji"
            and GOES_ON_NEW.match(line, end)
            and line[: span.start - offset].strip(HOLE + " \u3000")
        ):
            marked = marked[: end - 1] + "！" + marked[end:]
    return marked


def _japanese(line: str) -> list[tuple[int, int]]:
    return _between([match.end() for match in JAPANESE_END.finditer(line)], len(line))


def _english(line: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    ends = {end for _start, end in sent_spans(line)}
    ends |= {m.end() for m in MISSED_END.finditer(line) if not _is_abbreviation(line, m.start())}
    return _between(sorted(ends), len(line))


def _is_abbreviation(line: str, end: int) -> bool:
    return bool(ABBREVIATION.search(line[max(0, end - LONGEST_ABBREVIATION) : end]))


def _between(ends: list[int], length: int) -> list[tuple[int, int]]:
    bounds = [0, *ends] if ends and ends[-1] == length else [0, *ends, length]
    return list(pairwise(bounds))
