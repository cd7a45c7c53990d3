"""People, organizations and places, as far as the text shows that they are names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from apps.analyze.language.document import HOLE
from apps.analyze.language.name_words import FIRMS
from apps.analyze.language.names import COMMON_STARTS, HONORIFIC, NOT_PEOPLE
from apps.analyze.language.tokens import tokenized_lines
from apps.transform.contracts import Language
from apps.transform.factlock.values.days import no_values
from apps.transform.factlock.words import stem_english

Sort = Literal["name", "start", "acronym", "place", "organization", "katakana", "latin"]
"""How it shows: "start" is a capitalised word that begins a sentence, "latin" a Latin word in Japanese."""

SAME_SORT = ({"name", "start"}, {"acronym"}, {"place"}, {"organization"}, {"katakana"}, {"latin"})
ALIKE = 0.6
"""From this likeness on, a word may be another one misspelt: Sofia and Sonia."""
CAPITALISED = re.compile(
    rf"(?<![\w'/.@#{HOLE}-])[A-Z][a-zà-ÿ]+(?:[A-Z][a-z]+)*(?![\w/{HOLE}])|(?<![\w/.@#{HOLE}-])[A-Z]{{2,}}[a-z]?(?![\w/{HOLE}])"
)
SENTENCE_START = re.compile(r"(?:^|[.!?:;\n…]\s*|[-*•–・>|\"'“‘(\[]\s*)$")
TITLE = re.compile(r"^[ \t]*(?:#|\||\*\*|__|[^.!?\n]{1,50}:[ \t]*$)[^\n]*", re.M)
"""A heading or a row of a table: a capital there makes no name."""
KANJI = re.compile(r"[一-龥々]")
COMPANY = re.compile(r"(?<![A-Za-z])[A-Z]社")
ORGANIZATION = re.compile(
    r"(?:(?<=株式会社)|(?<=有限会社)|(?<=合同会社)|(?<=[社財]団法人)|(?<=\([株有]\)))[一-龥々ァ-ヴーA-Za-z]{2,12}"
    r"|[一-龥々ァ-ヴーA-Za-z]{2,12}(?=株式会社|有限会社|合同会社|\([株有]\))"
    rf"|[ァ-ヴーA-Za-z]{{2,12}}(?:{FIRMS})"
)
KATAKANA = re.compile(r"[ァ-ヴー]{2,}")
LATIN = re.compile(rf"(?<![A-Za-z0-9_./{HOLE}-])[A-Za-z][A-Za-z]*(?:[-_][A-Za-z]+)*(?![A-Za-z0-9_/{HOLE}-])")
PLACE = re.compile(
    r"[一-龥々ァ-ヴー]{1,6}(?:課|支店|支社|工場|病棟|倉庫|営業所|駅|港|小学校|中学校|高校|大学|病院|市|区|県|町|村|社|商店|銀行|組)(?![一-龥])"
)


@dataclass(frozen=True, eq=False)
class Name:
    """`[start, end)` of the text; `value` is what is compared."""

    start: int
    end: int
    text: str
    value: str
    sort: Sort

    @property
    def is_sure(self) -> bool:
        """Whether it shows by itself that it is a name."""
        return self.sort in ("name", "place", "organization")


def find_names(prose: str, language: Language) -> tuple[Name, ...]:
    """The names of a text, in the order of how they show."""
    found = [*_japanese(prose), *_capitalised(prose)] if language == "ja" else list(_capitalised(prose))
    return tuple(name for name in found if _may_be_name(name))


def _may_be_name(name: Name) -> bool:
    return not (
        name.value in no_values("calendar")
        or (name.value in COMMON_STARTS and name.sort in ("name", "start"))
        or (name.sort in ("name", "start") and name.text.isascii() and name.text.isupper())
    )


def _capitalised(prose: str) -> Iterator[Name]:
    titles = {at for title in TITLE.finditer(prose) for at in range(title.start(), title.end())}
    for match in CAPITALISED.finditer(prose):
        begins = (
            match.start() in titles
            or SENTENCE_START.search(prose[max(0, match.start() - 3) : match.start()]) is not None
        )
        sort: Sort = "acronym" if match.group().isupper() else "start" if begins else "name"
        yield Name(*match.span(), match.group(), match.group().casefold(), sort)


def _japanese(prose: str) -> Iterator[Name]:
    yield from _proper_nouns(prose)
    for match in HONORIFIC.finditer(prose):
        if match[1] not in NOT_PEOPLE:
            yield Name(*match.span(1), match[1], match[1].casefold(), "name")
    for sort, pattern in _PATTERNS:
        for match in pattern.finditer(prose):
            if match.group() not in no_values("place"):
                yield Name(*match.span(), match.group(), match.group().casefold(), sort)


_PATTERNS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("name", COMPANY),
    ("organization", ORGANIZATION),
    ("place", PLACE),
    ("latin", LATIN),
    ("katakana", KATAKANA),
)


def _proper_nouns(prose: str) -> Iterator[Name]:
    for offset, _line, tokens in tokenized_lines(prose):
        for token in tokens:
            if token.subpos == "固有名詞" and token.surface not in NOT_PEOPLE and KANJI.search(token.surface):
                yield Name(offset + token.start, offset + token.end, token.surface, token.surface, "name")


def can_stand_for(lost: Name, new: Name) -> bool:
    """Whether a rewrite may have put the new name in the place of the lost one. Pharm and Pharmacy are the same word."""
    if _same_root(lost.value, new.value):
        return False
    if lost.sort == new.sort and lost.is_sure:
        return True
    return ("start" in (lost.sort, new.sort) and lost.sort != new.sort and _alike(lost, new)) or (
        lost.sort == new.sort != "start" and _alike(lost, new)
    )


def is_misspelt(one: Name, other: Name) -> bool:
    """Whether the other may be the name but for a few letters, and is another one: Chloe and Cleo."""
    return one.value != other.value and not _same_root(one.value, other.value) and _alike(one, other)


def _alike(one: Name, other: Name) -> bool:
    return SequenceMatcher(None, one.text, other.text).ratio() >= ALIKE


def _same_root(one: str, other: str) -> bool:
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if longer.startswith(shorter):  # Pharm and Pharmacy, Hartmann and Hartmanns; Nora and Norah are two people
        return len(longer) - len(shorter) >= 3 or longer.endswith("s")
    if one[0] == other[0] and not one.isascii() and (KATAKANA.fullmatch(one) or one[-1] == other[-1]):
        return len(shorter) > 1 and _is_within(shorter, longer)  # ドラレコ and ドライブレコーダー, 船社 and 船会社
    return one.isascii() and other.isascii() and stem_english(one) == stem_english(other)


def _is_within(shorter: str, longer: str) -> bool:
    """Whether the letters of one stand in the other in the same order."""
    letters = iter(longer)
    return all(letter in letters for letter in shorter)
