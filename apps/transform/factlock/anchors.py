"""Literal anchors: what has to stand in both texts with the same value, however it is written."""

import re
from dataclasses import dataclass

from apps.analyze.language.dates import When, find_dates
from apps.analyze.language.document import read_document
from apps.analyze.language.names import Name, find_names
from apps.analyze.language.numbers import Amount, find_amounts
from apps.transform.contracts import FactKind, Language

LITERAL_KINDS: dict[str, FactKind] = {
    "code": "code",
    "url": "url",
    "mention": "mention",
    "email": "contact",
    "identifier": "identifier",
    "quote": "quote",
    "table": "quote",
}
SINGLE_QUOTED = re.compile(r"(?<![\w'])'[^'\n]{4,200}'(?![\w'])")
VERSIONED = re.compile(
    r"(?<![A-Za-z0-9_./-])(?:(?:[A-Za-z]|[A-Za-z]{2,10}-)\d[A-Za-z0-9]*(?:\.\d+)*|#\d+)(?![A-Za-z0-9_/])"
)
FROM_JA = re.compile(r"(?:さん|様|氏)?(?:から|より(?!も|[^、。\n]{0,12}(?:[多少高低増減速遅早上下])))(?!前)")
TO_JA = re.compile(r"(?:さん|様|氏)?(?:に(?!比べ|対し|関し|おい|より|よる|とって|よっ)|へ|まで)(?!つ)")
NOT_JA = re.compile(r"(?:さん|様|氏)?(?:では?|じゃ)な[くい]")
FROM_EN = re.compile(r"\bfrom $", re.I)
TO_EN = re.compile(r"(?:\bto|->|→) $", re.I)
NOT_EN = re.compile(r"(?:\bnot|\brather than|\binstead of) $", re.I)


@dataclass(frozen=True)
class Anchor:
    """A literal fact. `value` is canonical; `role` is from, to or not where the text says so; `about` holds the
    bound of an amount, the role of a date."""

    kind: FactKind
    start: int
    end: int
    text: str
    value: str
    unit: str = ""
    about: str = ""
    rate: str = ""
    role: str = ""

    @property
    def tail(self) -> str:
        """The end of the value: what can be the same shares it (2026-06-20 and 06-20)."""
        return self.value[-2:] if self.kind == "date" else self.value

    @property
    def is_term(self) -> bool:
        """Whether it is a name of no person or organization: a product, an abbreviation."""
        return self.kind == "name" and self.unit == "term"


def find_anchors(text: str, prose: str, language: Language) -> tuple[Anchor, ...]:
    """The literal anchors of a text, in order. `prose` is the text with its opaque spans hidden."""
    dates = find_dates(prose)
    opaque = [*_opaque(text), *_single_quotes(prose)]
    covered = {at for date in dates for at in range(date.start, date.end)}
    names = [name for name in find_names(prose, language) if covered.isdisjoint(range(name.start, name.end))]
    versioned = [_identifier(match) for match in VERSIONED.finditer(prose)]
    taken = (*((date.start, date.end) for date in dates), *((a.start, a.end) for a in (*versioned, *opaque)))
    amounts = find_amounts(prose, taken)
    found = [*opaque, *versioned, *map(_date, dates), *map(_amount, amounts)]
    covered = {at for anchor in (*versioned, *opaque) for at in range(anchor.start, anchor.end)}
    found += [_name(name) for name in names if name.start not in covered]
    return tuple(sorted((_with_role(anchor, text, language) for anchor in found), key=lambda anchor: anchor.start))


def _opaque(text: str) -> list[Anchor]:
    spans = read_document(text).opaque
    return [
        Anchor(LITERAL_KINDS[span.kind], span.start, span.end, literal, literal.strip())
        for span in spans
        if span.kind in LITERAL_KINDS and (literal := text[span.start : span.end])
    ]


def _single_quotes(prose: str) -> list[Anchor]:
    found = SINGLE_QUOTED.finditer(prose)
    return [Anchor("quote", match.start(), match.end(), match.group(), match.group()) for match in found]


def _identifier(match: re.Match[str]) -> Anchor:
    return Anchor("identifier", match.start(), match.end(), match.group(), match.group().lower())


def _date(when: When) -> Anchor:
    return Anchor(when.kind, when.start, when.end, when.text, when.value, about=when.role)


def _amount(amount: Amount) -> Anchor:
    kind: FactKind = "money" if amount.is_money else "number"
    value = format(amount.value.normalize(), "f")
    return Anchor(kind, amount.start, amount.end, amount.text, value, amount.unit, amount.bound, amount.rate)


def _name(name: Name) -> Anchor:
    return Anchor("name", name.start, name.end, name.text, name.text.lower(), unit=name.kind)


def _with_role(anchor: Anchor, text: str, language: Language) -> Anchor:
    before, after = text[max(0, anchor.start - 14) : anchor.start], text[anchor.end : anchor.end + 8]
    role = _japanese_role(after) if language == "ja" else _english_role(before)
    return anchor if not role else Anchor(**{**anchor.__dict__, "role": role})


def _japanese_role(after: str) -> str:
    for role, pattern in (("not", NOT_JA), ("from", FROM_JA), ("to", TO_JA)):
        if pattern.match(after):
            return role
    return ""


def _english_role(before: str) -> str:
    for role, pattern in (("not", NOT_EN), ("from", FROM_EN), ("to", TO_EN)):
        if pattern.search(before):
            return role
    return ""
