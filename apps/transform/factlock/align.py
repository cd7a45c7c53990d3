"""Which clause of a rewrite says what a clause of the original says."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.words import Word

ALIKE = 0.34
"""From this share of shared words on, two clauses are taken to say the same thing."""

SAME = 0.5
MOST_PLACES, MOST_CANDIDATES = 12, 40
"""How many clauses a word, and all words of a clause, may nominate: keeps long texts linear."""


@dataclass(frozen=True)
class Pairing:
    """The clauses of two texts, linked both ways: `links[i]` are the rewritten clauses that share clause i's content."""

    before: Reading
    after: Reading
    links: dict[int, list[int]]
    back_links: dict[int, list[int]]

    def forward(self) -> list[tuple[Clause, list[Clause]]]:
        """Each clause of the original with the clauses that say it: none where it wasn't found again."""
        after = self.after.clauses
        return [(clause, [after[j] for j in self.links.get(i, ())]) for i, clause in enumerate(self.before.clauses)]

    def backward(self) -> list[tuple[Clause, list[Clause]]]:
        """Each rewritten clause with the clauses it comes from: none where it is new."""
        before = self.before.clauses
        return [
            (clause, [before[i] for i in self.back_links.get(j, ())]) for j, clause in enumerate(self.after.clauses)
        ]

    def only_each_other(self, one: Clause, others: list[Clause]) -> bool:
        """Whether a clause of the original and one of the rewrite are linked to nothing but each other, and share most words."""
        if len(others) != 1 or likeness(one, others[0]) < SAME:
            return False
        return len(self.back_links.get(self._places[id(others[0])], ())) == 1

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(clause): at for at, clause in enumerate(self.after.clauses)}

    def before_text(self, clauses: list[Clause]) -> str:
        """What these clauses of the original say."""
        return _said(self.before, clauses)

    def after_text(self, clauses: list[Clause]) -> str:
        """What these clauses of the rewrite say."""
        return _said(self.after, clauses)

    def kinds_before(self, clauses: list[Clause]) -> frozenset[str]:
        """The kinds of cues in the sentences of these clauses of the original."""
        return _around(self.before, clauses)

    def kinds_after(self, clauses: list[Clause]) -> frozenset[str]:
        """The kinds of cues in the sentences of these clauses of the rewrite."""
        return _around(self.after, clauses)

    def rarer_after(self, kind: str) -> bool:
        """Whether the rewrite has fewer cues of a kind than the original."""
        return self.after.counts[kind] < self.before.counts[kind]

    def rarer_before(self, kind: str) -> bool:
        """Whether the original has fewer cues of a kind than the rewrite."""
        return self.before.counts[kind] < self.after.counts[kind]


def _around(reading: Reading, clauses: list[Clause]) -> frozenset[str]:
    return frozenset(kind for clause in clauses for kind in reading.sentences[clause.sentence])


def _said(reading: Reading, clauses: list[Clause]) -> str:
    return " … ".join(reading.text[clause.start : clause.end].strip(" 、,。.\n") for clause in clauses)


def pair(before: Reading, after: Reading) -> Pairing:
    """Link each clause to its best partner on the other side; a link made from either side counts for both."""
    links: dict[int, set[int]] = defaultdict(set)
    for i, j in _partners(before, after):
        links[i].add(j)
    for j, i in _partners(after, before):
        links[i].add(j)
    back: dict[int, list[int]] = defaultdict(list)
    for i, js in links.items():
        for j in js:
            back[j].append(i)
    return Pairing(before, after, {i: sorted(js) for i, js in links.items()}, {j: sorted(iz) for j, iz in back.items()})


def _partners(reading: Reading, other: Reading) -> Iterator[tuple[int, int]]:
    """For each clause the most like it in the other text, looked for among those that share a telling word.

    Clauses of the same words have the same partner, so it is looked for once.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, clause in enumerate(other.clauses):
        for key in clause.keys:
            places[key].append(at)
    best: dict[tuple[str, ...], int | None] = {}
    for at, clause in enumerate(reading.clauses):
        said = tuple(word.text for word in clause.words)
        if said not in best:
            best[said] = _most_alike(clause, _near(clause, places), other)
        partner = best[said]
        if partner is not None:
            yield at, partner


def _near(clause: Clause, places: dict[str, list[int]]) -> list[int]:
    """Where the words of a clause stand in the other text, the rarest first."""
    shared = sorted((places[key] for key in clause.keys if key in places), key=len)
    return sorted({place for found in shared for place in found[:MOST_PLACES]})[:MOST_CANDIDATES]


def _most_alike(clause: Clause, near: list[int], other: Reading) -> int | None:
    score, best = max(((likeness(clause, other.clauses[place]), -place) for place in near), default=(0.0, 0))
    return -best if score >= ALIKE else None


def likeness(one: Clause, other: Clause) -> float:
    """Dice coefficient of the words of two clauses, 0 to 1. Words that say little weigh little."""
    whole = one.weight + other.weight
    if not whole:
        return 0.0
    return (_shared(one.words, other.keys) + _shared(other.words, one.keys)) / whole


def _shared(words: tuple[Word, ...], keys: frozenset[str]) -> float:
    return sum(word.weight for word in words if not keys.isdisjoint(word.keys))
