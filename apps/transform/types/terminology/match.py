"""Find terms: longest first, Latin ones at word boundaries, Japanese ones at token boundaries."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.analyze.language.document import Document
from apps.analyze.language.width import fold
from apps.transform.types.terminology.lexicon import Lexicon, Word
from apps.transform.types.terminology.nouns import Nouns

LATIN = re.compile(r"[A-Za-z0-9_]")
KATAKANA = re.compile(r"[ァ-ヶー]")
IN_PARENTHESES = re.compile(r"[（(][^（）()\n]{0,200}[)）]")
EXPLAINED = re.compile(
    r"\s*[（(]|とは|[、,]?\s?(?:つまり|すなわち|言い換え)|,?\s(?:i\.e\.|that is|meaning|which means|means)\b|\s?[=＝]"
)
GOES_ON = re.compile(r"[-.@#&+]?[A-Za-z0-9_]")
"""What follows a Latin word that is only a part of a name or a number: PO-1234, cache.ttl."""
LEADS_ON = re.compile(r"[A-Za-z0-9_][-.@#&+]$|[@#]$")
SHORT = 4
SHOUTED = re.compile(r"^[^a-z\n぀-鿿]*(?:[A-Z]{2,}[^a-z\n぀-鿿]*){4,}$", re.M)
"""A line in capitals: an OR in it is no operating room."""


@dataclass(frozen=True)
class Place:
    """Where a spelling stands, and the senses that it has. It lies in a compound (API仕様書) of the given span, else its own.

    `closed`: the text explains it here, or it stands in parentheses.
    """

    start: int
    end: int
    compound_start: int
    compound_end: int
    text: str
    words: Sequence[Word]
    closed: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is only a part of a compound."""
        return self.compound_start < self.start or self.compound_end > self.end


@dataclass(frozen=True)
class Found(Place):
    """A place whose sense is settled."""

    @property
    def word(self) -> Word:
        """The sense."""
        return self.words[0]


def find_places(document: Document, lexicons: Sequence[Lexicon], language: str, skip: frozenset[str]) -> list[Place]:
    """Every place of every term, in order, without overlaps; `skip` holds lower-case spellings to leave."""
    prose = fold(document.prose)
    nouns = Nouns(prose if language == "ja" else "")
    closed = [match.span() for match in IN_PARENTHESES.finditer(prose)]
    shouted = [match.span() for match in SHOUTED.finditer(prose)]
    places: list[Place] = []
    for start, end, words in _occurrences(prose, lexicons, nouns.edges):
        text = document.text[start:end]
        if prose[start:end].lower() in skip or (text.isupper() and _within(start, shouted) and not words[0].own):
            continue
        shut = bool(_within(start, closed) or EXPLAINED.match(prose, end))
        places.append(Place(start, end, nouns.start_of(start), nouns.end_of(end), text, words, shut))
    return places


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(left <= at < right for left, right in spans)


def _occurrences(
    prose: str, lexicons: Sequence[Lexicon], edges: frozenset[int]
) -> Iterator[tuple[int, int, Sequence[Word]]]:
    lower, at = _lower(prose), 0
    while at < len(prose):
        hit = _longest_at(prose, lower, at, lexicons, edges) if _may_begin(prose, at, edges) else None
        if hit:
            yield at, hit[0], hit[1]
        at = hit[0] if hit else at + 1


def _lower(prose: str) -> str:
    """In lower case and of the same length: a few letters (İ) would become two."""
    lower = prose.lower()
    return lower if len(lower) == len(prose) else "".join(low if len(low := c.lower()) == 1 else c for c in prose)


def _may_begin(prose: str, at: int, edges: frozenset[int]) -> bool:
    """Latin words begin behind other signs, katakana behind other letters, everything else where a token begins."""
    here, before = prose[at], prose[at - 1 : at] if at else ""
    for script in (LATIN, KATAKANA):
        if script.match(here):
            return not script.match(before)
    return not edges or at in edges


def _longest_at(
    prose: str, lower: str, at: int, lexicons: Sequence[Lexicon], edges: frozenset[int]
) -> tuple[int, Sequence[Word]] | None:
    for lexicon in lexicons:
        for words in lexicon.starting_at(lower, at):
            fitting = list({word.key: word for word in words if _is_shown(word.spelling, prose, at)}.values())
            end = _end_of(prose, at, words[0].spelling)
            if fitting and _ends_alone(prose, at, end, edges):
                return end, fitting
    return None


def _is_shown(spelling: str, prose: str, at: int) -> bool:
    """Whether a spelling stands there: short ones with capitals only as they are."""
    shown = prose[at : at + len(spelling)]
    capitals = sum(letter.isupper() for letter in spelling)
    return shown == spelling or not (len(spelling) <= SHORT and capitals > 1)


def _end_of(prose: str, at: int, spelling: str) -> int:
    """The end of the spelling at this place, an English plural included."""
    end = at + len(spelling)
    plural = spelling[-1].isascii() and prose[end : end + 1] == "s" and not LATIN.match(prose[end + 1 : end + 2])
    return end + 1 if plural else end


def _ends_alone(prose: str, start: int, end: int, edges: frozenset[int]) -> bool:
    last, after = prose[end - 1], prose[end : end + 1]
    if LATIN.match(last):
        parted = LATIN.match(prose[start]) and LEADS_ON.search(prose, max(0, start - 2), start)
        return not (parted or GOES_ON.match(prose, end))
    if KATAKANA.match(last):
        return not KATAKANA.match(after)
    return not edges or end in edges
