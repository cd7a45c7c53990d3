"""Words and characters of a text as numbered features, each with its places.

A feature's number is a hash (Weinberger et al. 2009), so a model needs no word list, and its weights hold no text.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from apps.analyze.language.document import HOLE

BUCKETS = 1 << 14
LONGEST = 4000
"""Code points that are read; a text this long has shown what it is."""
WORD = re.compile(rf"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+|{HOLE}+|[^\sA-Za-z\d{HOLE}]")
DIGITS = re.compile(r"\d+")
HOLES = re.compile(f"{HOLE}+")
OPENING, JAPANESE_RUN = 3, 4
"""The longest opening in words, the longest run of Japanese characters."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Grams:
    """The features of a text: bucket to the place where it stands first, in code points."""

    places: dict[int, Place]

    @cached_property
    def buckets(self) -> NDArray[np.intp]:
        """The numbers of the features, each once."""
        return np.fromiter(self.places, dtype=np.intp, count=len(self.places))

    @property
    def length(self) -> float:
        """What a sum over the features is divided by, so that a long text doesn't weigh more for being long."""
        return math.sqrt(max(1, len(self.places)))


def english_grams(prose: str) -> Grams:
    """Words, pairs of neighbours and the first words. Figures are alike to it, and so are opaque spans."""
    words = [(_key(match.group()), match.start(), match.end()) for match in WORD.finditer(prose[:LONGEST])]
    singles = [(f"1 {word}", (start, end)) for word, start, end in words]
    pairs = [(f"2 {a} {b}", (start, end)) for (a, start, _), (b, _, end) in pairwise(words)]
    return _grams([*singles, *pairs, *_openings(words)])


def japanese_grams(prose: str) -> Grams:
    """Runs of one to four characters, with both ends of the text marked."""
    text = f"^{HOLES.sub(lambda m: '#' * len(m.group()), prose[:LONGEST])}$"
    runs = (
        (text[at : at + size], at, size) for size in range(1, JAPANESE_RUN + 1) for at in range(len(text) - size + 1)
    )
    last = len(text) - 2
    return _grams((DIGITS.sub("0", run), (max(0, at - 1), min(last, at + size - 1))) for run, at, size in runs)


def _openings(words: list[tuple[str, int, int]]) -> list[tuple[str, Place]]:
    first = words[:OPENING]
    return [
        (f"^{size} {' '.join(word for word, _, _ in first[:size])}", (first[0][1], first[size - 1][2]))
        for size in range(1, len(first) + 1)
    ]


def _key(word: str) -> str:
    if word[0] == HOLE:
        return HOLE
    return "0" if word[0].isdigit() else word.lower().replace("’", "'")


def _grams(named: Iterable[tuple[str, Place]]) -> Grams:
    places: dict[int, Place] = {}
    for name, place in named:
        places.setdefault(crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS, place)
    return Grams(places)
