"""Words and characters of a text as numbered features, each with its places.

A feature's number is a hash (Weinberger et al. 2009), so a model needs no word list, and its weights hold no text.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from apps.analyze.language.document import HOLE

BUCKET_BITS = 14
BUCKETS = 1 << BUCKET_BITS
LONGEST = 4000
"""Code points that are read; a text this long has shown what it is."""
WORD = re.compile(rf"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+|{HOLE}+|[^\sA-Za-z\d{HOLE}]")
OPENING, JAPANESE_RUN = 3, 4
"""The longest opening in words, the longest run of Japanese characters."""

DIGIT, OPENS, CLOSES = ord("0"), ord("^"), ord("$")
FACTOR, GOLDEN = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)

Place = tuple[int, int]
Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Grams:
    """The features of a text, each once: its bucket, and where it stands first, in code points."""

    buckets: Numbers
    starts: Numbers
    ends: Numbers

    @property
    def length(self) -> float:
        """What a sum over the features is divided by, so that a long text doesn't weigh more for being long."""
        return math.sqrt(max(1, len(self.buckets)))

    def place(self, at: int) -> Place:
        """Where the feature at an index stands."""
        return int(self.starts[at]), int(self.ends[at])


def english_grams(prose: str) -> Grams:
    """Words, pairs of neighbours and the first words. Figures are alike to it, and so are opaque spans."""
    words = [(_key(match.group()), match.start(), match.end()) for match in WORD.finditer(prose[:LONGEST])]
    singles = [(f"1 {word}", (start, end)) for word, start, end in words]
    pairs = [(f"2 {a} {b}", (start, end)) for (a, start, _), (b, _, end) in pairwise(words)]
    return _grams([*singles, *pairs, *_openings(words)])


def japanese_grams(prose: str) -> Grams:
    """Runs of one to four characters, with both ends of the text marked. A figure counts as one character."""
    characters, starts = _characters(prose[:LONGEST])
    codes = np.concatenate(([OPENS], characters, [CLOSES])).astype(np.uint64)
    length = len(prose[:LONGEST])
    begins = np.concatenate(([0], starts, [length]))
    ends = np.concatenate(([0], begins[2:], [length]))
    hashes, firsts, lasts = [], [], []
    run = np.zeros(len(codes), dtype=np.uint64)
    for size in range(1, min(JAPANESE_RUN, len(codes)) + 1):
        run = run[: len(codes) - size + 1] * FACTOR + codes[size - 1 :] + np.uint64(size)
        hashes.append(run)
        firsts.append(begins[: len(run)])
        lasts.append(ends[size - 1 :])
    return _first_of_each(np.concatenate(hashes), np.concatenate(firsts), np.concatenate(lasts))


def _characters(text: str) -> tuple[Numbers, Numbers]:
    """The code points and their places; digits are alike, and of neighbours that are digits or opaque the first stands."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.intp)
    codes[((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0xFF10) & (codes <= 0xFF19))] = DIGIT
    repeated = (codes[1:] == codes[:-1]) & np.isin(codes[1:], (DIGIT, ord(HOLE)))
    kept = np.flatnonzero(np.concatenate(([True], ~repeated))[: len(codes)])
    return codes[kept], kept


def _first_of_each(hashes: NDArray[np.uint64], starts: Numbers, ends: Numbers) -> Grams:
    """Fibonacci hashing (Knuth, TAOCP 3, 6.4): the top bits of the product are the bucket."""
    buckets, firsts = np.unique((hashes * GOLDEN) >> np.uint64(64 - BUCKET_BITS), return_index=True)
    return Grams(buckets.astype(np.intp), starts[firsts], ends[firsts])


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
    spans = np.array(list(places.values()), dtype=np.intp).reshape(-1, 2)
    return Grams(np.fromiter(places, dtype=np.intp, count=len(places)), spans[:, 0], spans[:, 1])
