"""A message as prose and opaque spans.

Code, URLs, mentions, emoji, quotes, signatures and the marks of Markdown are opaque: no rule reads or changes them, so they
come back byte for byte. Rules look at `Document.prose`, which is as long as the text and holds `HOLE` for every
character of an opaque span (line breaks stay), so that offsets in the prose are offsets in the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

HOLE = "\ue000"
"""Stands for an opaque character: a private-use code point, so no pattern on words, letters or digits meets it."""

Kind = Literal["code", "url", "mention", "emoji", "email", "quote", "markup", "identifier", "signature", "table"]

NO_URL = r"\s<>|「」『』【】（）、。，；\"'`\u3000ぁ-ん"
"""What no address holds. A particle behind one (…/docsを) is no part of it."""

QUOTE_FITS = 80
"""A longer quotation is one only inside a line that says something of its own: a letter in quotation marks is a letter."""

AFTER_QUOTE = " \t\n\u3000。、.,!?！？"
JAPANESE_NAME = "一-龥々ァ-ヶー"

# Order matters: an earlier kind takes its span first and a later one can't cut into it. Every pattern is linear: no
# nested quantifiers over the same characters. re.ASCII where words of Latin letters end beside Japanese ones: SEC-1187の.
PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("code", re.compile(r"^(`{3,20}|~{3,20})[^\n]*\n[\s\S]*?(?:^\1[`~]*[ \t]*$|\Z)", re.M)),
    ("signature", re.compile(r"^-- ?\n[\s\S]*\Z", re.M)),
    ("code", re.compile(r"(?<!`)(`{1,2})(?!`)[^`\n]+?\1(?!`)")),
    ("mention", re.compile(r"<(?:[@#!][^<>\s|]+(?:\|[^<>\n]*)?|a?:\w+:\d+|t:\d+(?::\w)?|/\w+:\d+)>")),
    ("url", re.compile(r"<(?:https?|mailto|tel):[^<>\s|]+(?:\|[^<>\n]*)?>")),
    (
        "url",
        re.compile(
            rf"\b(?:https?|ftp|file|slack|mailto)://?[^{NO_URL}]+[^{NO_URL}.,;:!?)\]}}]",
            re.ASCII,
        ),
    ),
    ("table", re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*$", re.M)),
    ("quote", re.compile(r"^[ \t]*(?:>|&gt;|＞)[^\n]*$", re.M)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)),
    ("mention", re.compile(rf"(?<![\w@/.])@(?:\w[\w.\-]*(?<![.\-])|[{JAPANESE_NAME}]{{1,10}})", re.ASCII)),
    ("mention", re.compile(rf"(?<![\w#&])#[A-Za-z{JAPANESE_NAME}][\w\-{JAPANESE_NAME}]*", re.ASCII)),
    ("markup", re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]*)?/?>|&(?:[a-z]+|#\d+);")),
    ("markup", re.compile(r"\[[xX ]\](?= )|^[ \t]*(?:#{1,6}(?= )|[-*_]{3,}[ \t]*$)|(?:\*\*|__|~~)", re.M)),
    ("markup", re.compile(r"\]\([^()\s]*\)|!\[")),
    ("emoji", re.compile(r"(?<![\w:]):[a-z0-9_+\-]*[a-z][a-z0-9_+\-]*:(?![\w:])", re.ASCII)),
    (
        "emoji",
        re.compile(
            "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25ab\u25b6\u25c0"
            "\u25fb-\u27bf\u2934-\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
            "[\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff\u2640\u2642\u2600-\u27bf\U0001f1e6-\U0001faff]*"
            "|[0-9#*]\ufe0f?\u20e3"
        ),
    ),
    ("quote", re.compile(r"「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”|(?<![\w\"])\"[^\"\n]+\"(?![\w\"])")),
    (
        "identifier",
        re.compile(
            r"(?<![\w/])(?:[A-Za-z]:)?[~.]{0,2}/[\w.\-]+(?:/[\w.\-]+)+/?"  # paths
            r"|(?<![\w-])--?[a-z][\w-]*(?:=[^\s,、。]+)?(?![\w-])(?<=-..)"  # flags
            r"|\b[A-Za-z_]\w{0,60}(?:(?:\.|::|->)[A-Za-z_]\w{0,60}){0,6}\(\)"  # calls
            r"|\b[A-Za-z]\w{0,60}(?:::|->)[A-Za-z_]\w{0,60}"
            r"|\b[A-Za-z0-9]{1,40}(?:_[A-Za-z0-9]{1,40}){1,12}\b"  # snake_case, SCREAMING_CASE
            r"|\b[a-z][a-z0-9]{0,40}(?:[A-Z][a-z0-9]{1,40}){1,8}\b"  # camelCase
            r"|\b[A-Z][A-Z0-9]+-\d+\b"  # ticket ids
            r"|(?:(?:\b(?:PR|MR|Issue|issue|Bug|bug)|チケット) ?|(?<![\w#&/]))#\d+\b"
            r"|\b[0-9a-f]{7,40}\b(?<=[0-9a-f]{7})(?=\b)(?<![a-f]{7})(?<!\d{7})"  # hashes with letters and digits
            r"|\bv?\d+\.\d+\.\d+(?:[-+][\w.]+)?\b"  # versions
            rf"|(?:\b\w[\w\-]{{0,60}}|[{JAPANESE_NAME}]{{1,20}})\.(?:py|js|ts|go|rs|rb|java|kt|c|h|cpp|cs|php|sql|sh|ya?ml|json|toml|ini|xml|html|css|csv|md|txt|pdf|xlsx?|docx?|pptx?|zip|log)\b",
            re.ASCII,
        ),
    ),
)


@dataclass(frozen=True)
class Span:
    """`[start, end)` in code points."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class Document:
    """A text and its opaque spans, ordered and disjoint."""

    text: str
    opaque: tuple[Span, ...]

    @cached_property
    def prose(self) -> str:
        """The text with a `HOLE` for every opaque character; same length, line breaks kept."""
        characters = list(self.text)
        for span in self.opaque:
            for at in range(span.start, span.end):
                if characters[at] != "\n":
                    characters[at] = HOLE
        return "".join(characters)

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.opaque]

    def touches_opaque(self, start: int, end: int) -> bool:
        """Whether `[start, end)` overlaps an opaque span; an empty range does where it lies inside one."""
        at = bisect_right(self._starts, max(end - 1, start)) - 1
        if at < 0:
            return False
        span = self.opaque[at]
        return span.end > start if end > start else span.start < start < span.end

    def opaque_within(self, start: int, end: int) -> tuple[Span, ...]:
        """The opaque spans that lie in `[start, end)`."""
        return tuple(span for span in self.opaque if start <= span.start and span.end <= end)


@lru_cache(maxsize=64)
def read_document(text: str) -> Document:
    """Find the opaque spans of a text, in one pass a kind."""
    taken = bytearray(len(text))
    spans = [span for kind, pattern in PATTERNS for span in _claim(kind, pattern, text, taken)]
    return Document(text, tuple(sorted(spans, key=lambda span: span.start)))


def _claim(kind: Kind, pattern: re.Pattern[str], text: str, taken: bytearray) -> Iterator[Span]:
    for match in pattern.finditer(text):
        start, end = match.start(), match.start() + len(match.group().rstrip())
        if start < end and not any(taken[start:end]) and not (kind == "quote" and _is_letter(text, start, end)):
            taken[start:end] = b"\x01" * (end - start)
            yield Span(start, end, kind)


def _is_letter(text: str, start: int, end: int) -> bool:
    """Whether quotation marks hold a whole message or a long line: what stands in them is what is to be read."""
    if text[start].isspace() or text[start] in ">&＞":
        return False
    if len(text.strip(AFTER_QUOTE)) == end - start:
        return True
    return end - start > QUOTE_FITS and not _line_around(text, start, end).strip(AFTER_QUOTE)


def _line_around(text: str, start: int, end: int) -> str:
    """The rest of the line that a span of one line stands in."""
    line_end = text.find("\n", end)
    return text[text.rfind("\n", 0, start) + 1 : start] + text[end : line_end if line_end >= 0 else len(text)]
