"""Find terms: longest first, Latin ones at word boundaries, Japanese ones at token boundaries, none twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.analyze.language.document import Document
from apps.analyze.language.width import fold
from apps.transform.types.terminology.lexicon import HEAD, Lexicon, Word
from apps.transform.types.terminology.nouns import Nouns

LATIN = re.compile(r"[A-Za-z0-9_]")
KATAKANA = re.compile(r"[ァ-ヶー]")
IN_PARENTHESES = re.compile(r"[（(][^（）()\n]{0,200}[)）]")
EXPLAINED = re.compile(
    r"\s*[（(]|とは|[、,]?\s?(?:つまり|すなわち|言い換え)|,?\s(?:i\.e\.|that is|meaning|which means|means)\b|\s?[=＝]"
)


@dataclass(frozen=True)
class Found:
    """A term in the text. `compound_end` is the end of the noun that it is the head of (API仕様書), else `end`."""

    start: int
    end: int
    compound_end: int
    text: str
    word: Word


def find_terms(document: Document, lexicons: Sequence[Lexicon], language: str, skip: frozenset[str]) -> list[Found]:
    """The first place of each term that the text does not explain itself; `skip` holds lower-case spellings to leave."""
    prose = fold(document.prose)
    nouns = Nouns(prose if language == "ja" else "")
    closed = [match.span() for match in IN_PARENTHESES.finditer(prose)]
    found: list[Found] = []
    seen: set[str] = set()
    for start, end, word in _occurrences(prose, lexicons, nouns.edges):
        if word.key in seen or prose[start:end].lower() in skip:
            continue
        if any(left <= start < right for left, right in closed) or EXPLAINED.match(prose, end):
            seen.add(word.key)
            continue
        seen.add(word.key)
        found.append(Found(start, end, nouns.end_of(end), document.text[start:end], word))
    return found


def _occurrences(prose: str, lexicons: Sequence[Lexicon], edges: frozenset[int]) -> Iterator[tuple[int, int, Word]]:
    at = 0
    while at < len(prose):
        hit = _longest_at(prose, at, lexicons, edges)
        if hit:
            yield at, hit[0], hit[1]
            at = hit[0]
        else:
            at += 1


def _longest_at(prose: str, at: int, lexicons: Sequence[Lexicon], edges: frozenset[int]) -> tuple[int, Word] | None:
    for lexicon in lexicons:
        for word in lexicon.starting_with(prose[at : at + HEAD]):
            end = _end_of(prose, at, word.spelling)
            if end and _stands_alone(prose, at, end, edges):
                return end, word
    return None


def _end_of(prose: str, at: int, spelling: str) -> int | None:
    """The end of the spelling at this place, an English plural included. Short capitals must be capitals."""
    end = at + len(spelling)
    shown = prose[at:end]
    same = shown == spelling or (shown.lower() == spelling.lower() and not (spelling.isupper() and len(spelling) <= 4))
    if not same:
        return None
    if spelling[-1].isascii() and prose[end : end + 1] == "s" and not LATIN.match(prose[end + 1 : end + 2]):
        return end + 1
    return end


def _stands_alone(prose: str, start: int, end: int, edges: frozenset[int]) -> bool:
    before, after = prose[start - 1 : start] if start else "", prose[end : end + 1]
    for inside, outside in ((prose[start], before), (prose[end - 1], after)):
        same_script = any(script.match(inside) and script.match(outside) for script in (LATIN, KATAKANA))
        if same_script:
            return False
    latin = LATIN.match(prose[start]) and LATIN.match(prose[end - 1])
    return bool(latin or not edges or KATAKANA.match(prose[start]) or (start in edges and end in edges))
