"""Words that stand for themselves in any rewrite: identifiers, addresses, quotations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.analyze.language.document import read_document
from apps.transform.contracts import FactKind
from apps.transform.factlock.values.days import no_values
from apps.transform.factlock.values.quantities import is_unit

OPAQUE: dict[str, FactKind] = {
    "code": "code",
    "url": "url",
    "email": "contact",
    "mention": "mention",
    "identifier": "identifier",
}
IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9_])(?=[A-Za-z0-9_./#:\\-]{0,80}\d)(?=[A-Za-z0-9_./#:\\-]{0,80}[A-Za-z#_\\])"
    r"[A-Za-z0-9#\\](?:[A-Za-z0-9_./:\\-]{0,80}[A-Za-z0-9])?(?![A-Za-z0-9_])"
)
NO_IDENTIFIER = re.compile(
    r"\d[\d.,]*/(?:yr|mo|wk|day|hr|h|d|pp)|[RHS]\d{1,2}\.\d{1,2}\.\d{1,2}|Q[1-4]|(?i:b4|k8s|gr8|l8r|w8|h8|m8|2nite|2day|2moro|2morrow)"
)
"""A date by era, a quarter, and what is a word in chats."""
LABELLED = re.compile(r"[A-Za-z]+:\d+(?=[分時秒日週月年個台件名人円回本枚度割倍])")
"""UPS：30分"""
DOMAIN = re.compile(
    r"(?<![\w@.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:example|com|org|net|jp|io|dev|co|edu|gov|app|info|local|internal|test|eu|de|uk|ai)"
    r"(?:/[\w./?=&%-]*[\w/])?(?![\w-])"
)
DIGIT_GROUPS = re.compile(r"(?<![\w:.,/-])(?!\d{4}-\d{2}-\d{2}(?!\d))\d{2,}(?:-\d{2,})+(?![\w:.,/-])")
COMPOUND = re.compile(
    r"\d+-[a-z]+(?:-[a-z]+)*|[A-Za-z]+-\d{1,2}-?[a-z]*day|\d[\d.,:]*[a-zA-Z]{0,3}-\d[\d.,:]*[a-zA-Z]{0,3}"
)
"""30-day and 5k-7k: amounts, not identifiers."""
WITH_UNIT = re.compile(r"\d[\d.,:]*-?([A-Za-zµμ]+)(?:/(?:[A-Za-z]+|$))?\d?")
BESIDE_NUMBERS = frozenset(["k", "K", "m", "M", "bn", "mn", "am", "pm", "st", "nd", "rd", "th", "x", "w", "wk"])
QUOTED = re.compile(
    r"「([^「」\n]{1,200})」|『([^『』\n]{1,200})』|“([^“”\n]{1,200})”|‘([^‘’\n]{2,200})’"
    r"|(?<![\w\"])\"([^\"\n]{1,200})\"(?![\w\"])|(?<![\w'])'([^'\n]{2,200})'(?![\w'])"
)
LINE_START = re.compile(r"(?:^|\n)[ \t*|・-]*$")
LINE_NUMBER = re.compile(r"[A-Z]{1,4}(?:\d{0,2}-)?\d{1,2}")
LABEL = re.compile(
    r"\b([A-Za-z][a-z]{1,14}|[A-Z]{1,5}) ?(\d{1,4})(?![\d.,:%/]|\w)"
    r"|(?:第)?(\d{1,3})(号機?|条|番|階|丁目|課|系|班|組|便|工区|番線|号室|号車|期|版|章|項|番バース|バース|レーン|ライン)"
)


@dataclass(frozen=True, eq=False)
class Word:
    """`[start, end)` of the text. `value` is what is compared: without case, width, blanks and hyphens."""

    start: int
    end: int
    text: str
    value: str
    kind: FactKind


@dataclass(frozen=True)
class Label:
    """A thing and its number: gate 2, 第4条, RTG 5."""

    start: int
    end: int
    noun: str
    number: int


def squeeze(text: str) -> str:
    """Without case, blanks, hyphens and punctuation at its ends."""
    return re.sub(r"[\s\-_・·ー‐-―]+", "", text).casefold().strip("。、.,!?！？:;")


def find_identifiers(text: str, taken: bytearray) -> Iterator[Word]:
    """Codes with letters and digits, paths, addresses and code; their places are taken then. The number of a line is none."""
    for span in read_document(text).opaque:
        if span.kind in OPAQUE:
            yield from _take(text, span.start, span.end, taken, OPAQUE[span.kind])
    for pattern in (DOMAIN, IDENTIFIER, DIGIT_GROUPS):
        for match in pattern.finditer(text):
            if pattern is not IDENTIFIER or _is_identifier(match):
                yield from _take(text, *match.span(), taken, "url" if pattern is DOMAIN else "identifier")


def _is_identifier(match: re.Match[str]) -> bool:
    said = match.group()
    return not (NO_IDENTIFIER.fullmatch(said) or LABELLED.match(match.string, match.start()) or is_amount(said))


def is_amount(said: str) -> bool:
    """Whether it is a number with its unit, or two of them."""
    if COMPOUND.fullmatch(said):
        return True
    match = WITH_UNIT.fullmatch(said)
    return match is not None and (match[1] in BESIDE_NUMBERS or is_unit(match[1]))


def _take(text: str, start: int, end: int, taken: bytearray, kind: FactKind) -> Iterator[Word]:
    said = text[start:end]
    if any(taken[start:end]):
        return
    taken[start:end] = b"\x01" * (end - start)
    if not (LINE_NUMBER.fullmatch(said) and LINE_START.search(text[max(0, start - 8) : start])):
        yield Word(start, end, said, squeeze(said.strip("`")), kind)


def find_quotations(text: str) -> Iterator[Word]:
    """What stands in quotation marks, without them."""
    for match in QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group)
        if squeeze(inner):
            yield Word(*match.span(), inner, squeeze(inner), "quote")


def find_labels(text: str) -> Iterator[Label]:
    """The numbered things of a text."""
    for match in LABEL.finditer(text):
        noun, number = (match[1] or match[4]).casefold(), match[2] or match[3]
        if noun not in no_values("label"):
            yield Label(*match.span(), noun, int(number))
