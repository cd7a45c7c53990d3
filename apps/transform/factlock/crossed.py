"""Things that changed places, whatever else was reworded: who does what, what goes to whom and what doesn't, what comes first.

Words that stand once in both texts are looked at. Two of them that belong together in the original, and two others, whose partners are exchanged
in the rewrite, are no paraphrase; nor are two of which the original denies one and the rewrite the other. For texts that were written anew.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from apps.transform.contracts import FactItem, FactKind
from apps.transform.factlock.clauses import SENTENCE_BREAK, Reading
from apps.transform.factlock.spans import between
from apps.transform.factlock.words import Word

BREAK = {
    "en": re.compile(
        r"[.;!?](?=\s|$)|[,()\n/→|]|\b(?:and|but|while|whereas|instead of|rather than|then|after|before|followed by)\b|(?<=\w) [–—-] ",
        re.I,
    ),
    "ja": re.compile(r"[。、！？\n・／（）()→|;；,]|(?<=[たるうくすつぬむぐぶいんで])(?:が|ので|から)(?=、)"),
}
DENIED = {
    "en": re.compile(r"\b(?:not|never|no|instead of|rather than|nor|neither)\b|n['’]t\b", re.I),
    "ja": re.compile(r"(?:では|じゃ)な[くい]|ではありません|ません|ない|不要|なし|ず(?=に|、|$)|対象外|除"),
}
ARROW = re.compile(r" ?(?:→|->|⇒|>) ?")
MOST_WORDS = 60
"""A text of more such words is a table: of it so many are looked at."""


REASONS: dict[FactKind, tuple[str, float]] = {
    "actor": ("meaning_actor", 0.89),
    "negation": ("meaning_negation_reversed", 0.42),
    "order": ("meaning_order", 0.5),
}
"""The reason of each sort, and its confidence, counted as in `hints.py`."""


@dataclass(frozen=True)
class Place:
    """Where a word stands: the part of its sentence, whether that part is denied, and its position."""

    word: Word
    part: int
    sentence: int
    denied: bool


Pair = tuple[Place, Place]
Shared = list[Pair]


def compare_crossed(before: Reading, after: Reading) -> Iterator[FactItem]:
    """One hint at most of each sort."""
    shared = _shared(before, after)
    yield from _exchanged(shared, before, after)
    yield from _denials(shared, before, after)
    yield from _steps(shared, before, after)


def _shared(before: Reading, after: Reading) -> Shared:
    """The telling words that stand once in each text, where they stand in both."""
    theirs = {key: place for place in _places(after) for key in place.word.keys}
    found, taken = Shared(), set[int]()
    for place in _places(before):
        other = next((theirs[key] for key in place.word.keys if key in theirs), None)
        if other and other.word.start not in taken:
            taken.add(other.word.start)
            found.append((place, other))
    return found[:MOST_WORDS]


def _places(reading: Reading) -> list[Place]:
    parts = [part for part in _parts(reading) if between(reading.words, *part)]
    ends = [match.start() for match in SENTENCE_BREAK.finditer(reading.prose)]
    counts = Counter(key for word in reading.words for key in word.keys)
    return [
        Place(word, at, bisect_left(ends, word.start), denied)
        for at, part in enumerate(parts)
        for denied in [DENIED[reading.language].search(reading.prose, *part) is not None]
        for word in between(reading.words, *part)
        if not word.generic and all(counts[key] == 1 for key in word.keys)
    ]


def _parts(reading: Reading) -> Iterable[tuple[int, int]]:
    breaks = [match.start() for match in BREAK[reading.language].finditer(reading.prose)]
    return pairwise([0, *breaks, len(reading.prose)])


def _exchanged(shared: Shared, before: Reading, after: Reading) -> Iterator[FactItem]:
    """Mona signs and Karl sends; Karl signs and Mona sends."""
    parted: dict[frozenset[int], tuple[Pair, Pair]] = {}
    for one, other in combinations(shared, 2):
        if one[0].part != other[0].part or one[1].part == other[1].part:
            continue
        third, fourth = parted.setdefault(frozenset((one[1].part, other[1].part)), (one, other))
        if third[0].part != one[0].part:
            yield _finding("actor", (third, fourth, one, other), before, after)
            return


def _denials(shared: Shared, before: Reading, after: Reading) -> Iterator[FactItem]:
    """To the laboratory, not to the maker; to the maker, not to the laboratory."""
    freed = [pair for pair in shared if pair[0].denied and not pair[1].denied]
    bound = [pair for pair in shared if pair[1].denied and not pair[0].denied]
    crossed = (
        (one, other) for one in freed for other in bound if _beside(one[0], other[0]) and _beside(one[1], other[1])
    )
    near = next(crossed, None)
    if near:
        yield _finding("negation", near, before, after)


def _beside(one: Place, other: Place) -> bool:
    return abs(one.part - other.part) == 1 and one.sentence == other.sentence


def _steps(shared: Shared, before: Reading, after: Reading) -> Iterator[FactItem]:
    """check → ship, of which the original tells the second first."""
    for match in ARROW.finditer(after.prose):
        start, end = _line(after.prose, match.start())
        first = [pair for pair in shared if start <= pair[1].word.start < match.start()]
        then = [pair for pair in shared if match.end() <= pair[1].word.start < end]
        if first and then and first[-1][0].word.start > then[0][0].word.start:
            yield _finding("order", (first[-1], then[0]), before, after)
            return


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _finding(kind: FactKind, pairs: Iterable[Pair], before: Reading, after: Reading) -> FactItem:
    said, told = zip(*pairs, strict=True)
    return FactItem(kind, _passage(before, said), _passage(after, told), "look", *REASONS[kind])


def _passage(reading: Reading, places: Iterable[Place]) -> str:
    found = {reading.clause_at(place.word.start) for place in places}
    clauses = sorted((clause for clause in found if clause), key=lambda clause: clause.start)
    return " … ".join(reading.text[clause.start : clause.end].strip(" 、,。.\n") for clause in clauses)
