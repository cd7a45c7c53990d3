"""What comes first: 止める前にバックアップ and "a retry after a timeout" may be reworded, not turned round."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise

from apps.analyze.language.polarity import Cue
from apps.transform.contracts import FactItem
from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.turns import flipped
from apps.transform.factlock.words import Word

ORDERING = frozenset({"before", "after", "then", "conditional"})
MOST_CLAUSES, MOST_SEQUENCES = 12, 40
"""A sentence of more clauses, a text of more sequences, is compared as far as this."""
MOST_WORDS = 100
"""So many words on either side of a conjunction, the nearest ones, are what it puts in order."""
PIVOT = 4
"""So many words after a fronted before/after, where no comma ends its phrase, are taken to be the phrase."""
NUMBERED = re.compile(r"^[ \t]*(?:\d{1,2}[.)．）]|[①-⑳])", re.M)


@dataclass(frozen=True)
class Sequence:
    """Two things in time: `first` happens before `second`."""

    text: str
    first: tuple[Word, ...]
    second: tuple[Word, ...]

    @cached_property
    def keys(self) -> tuple[frozenset[str], frozenset[str]]:
        """All keys of the words of either side."""
        return _keys(self.first), _keys(self.second)


def compare_orders(before: Reading, after: Reading) -> list[FactItem]:
    """The sequences of the original that the rewrite tells the other way round."""
    found = sequences(after)
    items = []
    for one in sequences(before):
        turned = next((other for other in found if _crossed(one, other)), None)
        straight = any(_straight(one, other) for other in found)
        if turned and not straight:
            items.append(FactItem("order", one.text, turned.text, "changed", "meaning_order"))
    return items or flipped(before, after)


def sequences(reading: Reading) -> list[Sequence]:
    """The sequences that a text tells, by its conjunctions and its numbered lists."""
    cues = ((clause, cue) for clause in reading.clauses for cue in clause.cues if cue.kind in ORDERING)
    found = (sequence for clause, cue in cues if (sequence := _sequence(reading, clause, cue)))
    return list(islice(chain(found, _numbered(reading)), MOST_SEQUENCES))


def _sequence(reading: Reading, clause: Clause, cue: Cue) -> Sequence | None:
    mates = reading.by_sentence[clause.sentence][:MOST_CLAUSES]
    words = [word for mate in mates for word in mate.words]
    left = tuple(word for word in words if word.end <= cue.start + 1)[-MOST_WORDS:]
    right = tuple(word for word in words if word.start >= cue.end - 1)[:MOST_WORDS]
    if not right:
        return None
    text = reading.text[mates[0].start : mates[-1].end].strip()
    if not left and reading.language == "en":
        left, right = _fronted(mates, cue)
    earlier, later = (left, right) if _left_first(reading, cue, bool(left)) else (right, left)
    if _denied(mates, cue):
        earlier, later = later, earlier
    return Sequence(text, earlier, later) if earlier and later else None


def _fronted(mates: list[Clause], cue: Cue) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """ "After the deploy, sessions fell": what stands behind the comma plays the part of the left side."""
    own = next((mate for mate in mates if mate.start <= cue.start < mate.end), mates[-1])
    rest = tuple(word for mate in mates if mate.start > own.start for word in mate.words)
    inner = tuple(word for word in own.words if word.start >= cue.end)
    return (rest, inner) if rest else (inner[PIVOT:], inner[:PIVOT])


def _left_first(reading: Reading, cue: Cue, _has_left: bool) -> bool:
    if cue.kind == "then":
        return True
    return (cue.kind != "before") == (reading.language == "ja")


def _denied(mates: list[Clause], cue: Cue) -> bool:
    """ "Don't merge before X" puts X first, as 承認前に出さないで does."""
    return cue.kind == "before" and any(c.kind == "negation" for mate in mates for c in mate.cues)


def _numbered(reading: Reading) -> list[Sequence]:
    starts = [match.end() for match in NUMBERED.finditer(reading.prose)]
    steps = [
        c for at in starts[:MOST_SEQUENCES] if (c := next((c for c in reading.clauses if c.start <= at <= c.end), None))
    ]
    pairs = pairwise(steps)
    return [Sequence(reading.text[a.start : b.end].strip(), a.words, b.words) for a, b in pairs]


def _keys(words: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(key for word in words for key in word.keys)


def _overlap(words: tuple[Word, ...], keys: frozenset[str]) -> float:
    """The share of the words that stand on both sides; 0 of a step that has none (1. `make`)."""
    weight = sum(word.weight for word in words)
    return sum(word.weight for word in words if not word.keys.isdisjoint(keys)) / weight if weight else 0.0


def _both_ways(one: Sequence, other: Sequence) -> tuple[float, float]:
    """How alike two sequences are in the same order, and turned round."""
    first, second = other.keys
    same = _overlap(one.first, first) + _overlap(one.second, second)
    return same, _overlap(one.first, second) + _overlap(one.second, first)


def _crossed(one: Sequence, other: Sequence) -> bool:
    same, turned = _both_ways(one, other)
    return turned > same + 0.3 and turned >= 0.8


def _straight(one: Sequence, other: Sequence) -> bool:
    same, turned = _both_ways(one, other)
    return same >= turned and same >= 0.8
