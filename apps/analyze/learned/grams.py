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

BUCKET_BITS, CHARACTER_BITS = 14, 17
BUCKETS = 1 << BUCKET_BITS
CHARACTER_BUCKETS = 1 << CHARACTER_BITS
LONGEST = 4000
"""Code points that are read; a text this long has shown what it is."""
WORD = re.compile(rf"[A-Za-z]+(?:['’][A-Za-z]+)?|\d+|{HOLE}+|[^\sA-Za-z\d{HOLE}]")
OPENING = 3
"""The longest opening in words."""
JAPANESE_RUNS, ENGLISH_RUNS = range(1, 5), range(3, 6)
CHARACTERS_COUNT = np.float32(math.sqrt(2))
"""How much runs of characters count beside words."""
SPACES = re.compile(r"\s")

DIGIT, OPENS, CLOSES = ord("0"), ord("^"), ord("$")
ONCE = (DIGIT, ord(HOLE), ord(" "))
FACTOR, GOLDEN = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)

Place = tuple[int, int]
Numbers = NDArray[np.intp]
NO_HASHES, NO_PLACES = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.intp)


@dataclass(frozen=True)
class Grams:
    """The features of a text, each once: its bucket, how much it counts, and where it stands first, in code points."""

    buckets: Numbers
    values: NDArray[np.float32]
    starts: Numbers
    ends: Numbers

    def place(self, at: int) -> Place:
        """Where the feature at an index stands."""
        return int(self.starts[at]), int(self.ends[at])


def english_grams(prose: str) -> Grams:
    """Words, pairs of neighbours and the first words. Figures are alike to it, and so are opaque spans."""
    words = [(_key(match.group()), match.start(), match.end()) for match in WORD.finditer(prose[:LONGEST])]
    singles = [(f"1 {word}", (start, end)) for word, start, end in words]
    pairs = [(f"2 {a} {b}", (start, end)) for (a, start, _), (b, _, end) in pairwise(words)]
    return _grams([*singles, *pairs, *_openings(words)])


def with_characters(words: Grams, text: str) -> Grams:
    """The same and runs of three to five characters, in buckets of their own: they know a word by a part of it."""
    runs = _runs(*_characters(SPACES.sub(" ", _lower(text[:LONGEST]))), ENGLISH_RUNS, CHARACTER_BITS)
    return Grams(
        np.concatenate((words.buckets, runs.buckets + BUCKETS)),
        np.concatenate((words.values, CHARACTERS_COUNT * runs.values)),
        np.concatenate((words.starts, runs.starts)),
        np.concatenate((words.ends, runs.ends)),
    )


def _lower(text: str) -> str:
    """Lower case without moving an offset: İ alone grows."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower()[0] for c in text)


def japanese_grams(prose: str) -> Grams:
    """Runs of one to four characters, with both ends of the text marked. A figure counts as one character."""
    codes, starts, ends = _characters(prose[:LONGEST])
    length = len(prose[:LONGEST])
    codes = np.concatenate(([OPENS], codes, [CLOSES]))
    starts, ends = np.concatenate(([0], starts, [length])), np.concatenate(([0], ends, [length]))
    return _runs(codes, starts, ends, JAPANESE_RUNS, BUCKET_BITS)


def _runs(codes: Numbers, starts: Numbers, ends: Numbers, sizes: range, bits: int) -> Grams:
    """Runs of each size. Fibonacci hashing (Knuth, TAOCP 3, 6.4): the top bits of the product are the bucket."""
    hashes, firsts, lasts = [NO_HASHES], [NO_PLACES], [NO_PLACES]
    run, characters = np.zeros(len(codes), dtype=np.uint64), codes.astype(np.uint64)
    for size in range(1, min(sizes.stop - 1, len(codes)) + 1):
        run = run[: len(codes) - size + 1] * FACTOR + characters[size - 1 :] + np.uint64(size)
        if size in sizes:
            hashes.append(run)
            firsts.append(starts[: len(run)])
            lasts.append(ends[size - 1 :])
    buckets, first = np.unique((np.concatenate(hashes) * GOLDEN) >> np.uint64(64 - bits), return_index=True)
    return _counted(buckets.astype(np.intp), np.concatenate(firsts)[first], np.concatenate(lasts)[first])


def _characters(text: str) -> tuple[Numbers, Numbers, Numbers]:
    """Code points, where each begins and ends. Digits are alike; of neighbours that are digits or opaque the first stands."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.intp)
    codes[((codes >= 0x30) & (codes <= 0x39)) | ((codes >= 0xFF10) & (codes <= 0xFF19))] = DIGIT
    repeated = (codes[1:] == codes[:-1]) & np.isin(codes[1:], ONCE)
    kept = np.flatnonzero(np.concatenate(([True], ~repeated))[: len(codes)])
    return codes[kept], kept, np.append(kept, len(codes))[1:]


def _counted(buckets: Numbers, starts: Numbers, ends: Numbers) -> Grams:
    """Each counts the less the more there are: a long text doesn't weigh more for being long."""
    each = 1 / math.sqrt(max(1, len(buckets)))
    return Grams(buckets, np.full(len(buckets), each, dtype=np.float32), starts, ends)


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
    return _counted(np.fromiter(places, dtype=np.intp, count=len(places)), spans[:, 0], spans[:, 1])
