"""What stands around a value: the words and other values of its sentence, nearer ones heavier."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache

from apps.transform.contracts import Language
from apps.transform.factlock.words import content_words

REACH = 7
COMMA = 2.0
"""A comma puts a word as far away as two words do."""
BREAKS = re.compile(r"[。！？\n]|[.!?](?=\s|$)")
COMMAS = re.compile(r"[、;:；：（）()]|,(?!\d{3})")

Placed = tuple[int, int, frozenset[str], float]
"""Start, end, keys and weight of a word."""
Span = tuple[int, int]
Around = dict[str, float]


class Surroundings:
    """The words of a text, asked for what stands around a place. `values` are places with a key that both texts have in common."""

    def __init__(self, text: str, language: Language, values: Mapping[Span, str]) -> None:
        covered = {at for start, end in values for at in range(start, end)}
        shared = [(start, end, frozenset({key}), 1.0) for (start, end), key in values.items()]
        words = [word for word in _words(text, language) if word[0] not in covered]
        self._words: list[Placed] = sorted([*words, *shared], key=lambda word: word[:2])
        self._starts = [word[0] for word in self._words]
        self._breaks = [match.start() for match in BREAKS.finditer(text)]
        self._commas = [match.start() for match in COMMAS.finditer(text)]
        self._known: dict[Span, Around] = {}

    def around(self, start: int, end: int) -> Around:
        """The keys around `[start, end)`, with 1, 1/2, 1/3 … by their distance in words."""
        if (start, end) not in self._known:
            self._known[start, end] = self._look(start, end)
        return self._known[start, end]

    def _look(self, start: int, end: int) -> Around:
        at = bisect_left(self._starts, start)
        first, last = self._sentence(start)
        left = [word for word in self._words[max(0, at - REACH) : at] if word[0] > first and word[1] <= start]
        right = [word for word in self._words[at : at + REACH + 2] if word[0] >= end and word[1] <= last][:REACH]
        found: Around = {}
        for side in (left[::-1], right):
            for distance, word in enumerate(side, 1):
                weight = word[3] / (distance + COMMA * self._commas_between(word, start, end))
                found |= {key: max(found.get(key, 0.0), weight) for key in word[2]}
        return found

    def _sentence(self, at: int) -> Span:
        index = bisect_right(self._breaks, at)
        first = self._breaks[index - 1] if index else -1
        return first, self._breaks[index] if index < len(self._breaks) else 1 << 30

    def _commas_between(self, word: Placed, start: int, end: int) -> int:
        low, high = (word[1], start) if word[1] <= start else (end, word[0])
        return bisect_right(self._commas, high) - bisect_left(self._commas, low)


@lru_cache(maxsize=64)
def _words(text: str, language: Language) -> tuple[Placed, ...]:
    return tuple((word.start, word.end, word.keys, word.weight) for word in content_words(text, language))


def alike(one: Around, other: Around) -> float:
    """What two surroundings share."""
    return sum(min(weight, other[key]) for key, weight in one.items() if key in other)


def keyed(pairs: Iterable[tuple[Span, Span]]) -> tuple[dict[Span, str], dict[Span, str]]:
    """A key for each pair of places that hold the same value, for either text."""
    before, after = dict[Span, str](), dict[Span, str]()
    for number, (one, other) in enumerate(pairs):
        before[one] = after[other] = f"value {number}"
    return before, after
