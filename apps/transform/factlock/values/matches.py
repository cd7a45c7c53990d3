"""Values that both texts share: whether the same is said of them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from apps.transform.contracts import FactKind
from apps.transform.factlock.values.bounds import bound_of, clash, is_negated
from apps.transform.factlock.values.differences import Difference
from apps.transform.factlock.values.exchange import Match, exchanged, role_of
from apps.transform.factlock.values.known import moments_like, quantities_like
from apps.transform.factlock.values.moments import Moment
from apps.transform.factlock.values.names import Name
from apps.transform.factlock.values.places import Surroundings, alike, keyed
from apps.transform.factlock.values.quantities import Quantity
from apps.transform.factlock.values.reading import MOST_PLACES, Values
from apps.transform.factlock.values.words import Word

Measured = Quantity | Moment
Pair = tuple[Measured, Measured]
Worded = Word | Name
MOST_PAIRS, MOST_LIKE = 2_000, 6
"""So many pairs of places are weighed, and so many for one place: keeps long texts linear."""
COMPARED = re.compile(r"を?(?:上回|下回)|(?:より|と比べ|に比べ|比)")
"""A time that something is compared with is no limit: 先月を下回る."""
MARGIN_BEFORE, MARGIN_BEHIND = 12, 8
"""Code points around a value that are shown with its bound."""


class Shared:
    """The values of two texts that denote the same, and what stands around them."""

    def __init__(self, before: Values, after: Values) -> None:
        self.before, self.after = before, after
        self.pairs = tuple(islice(_pairs(before, after), MOST_PAIRS))
        self._single, worded = _one_to_one(self.pairs), _same_words(before, after)
        mine, theirs = keyed(((a.start, a.end), (b.start, b.end)) for a, b in (*self._single, *worded))
        self._around = (
            Surroundings(before.text, before.language, mine),
            Surroundings(after.text, after.language, theirs),
        )
        self._matches = [self._match(_sort(a), a, b) for a, b in self._single] + [
            self._match(a.kind if isinstance(a, Word) else a.sort, a, b) for a, b in worded
        ]

    def differences(self) -> Iterator[Difference]:
        """Bounds that can't be said of the same value, and values that changed places."""
        yield from self._bounds()
        for one, other in self._exchanged():
            yield Difference(
                "number",
                " / ".join((one.texts[0], other.texts[0])),
                " / ".join((one.texts[1], other.texts[1])),
                "fact_exchanged",
            )

    def moved(self) -> Iterator[tuple[int, int]]:
        """Places in the rewrite of values that each text has once and that are bounded otherwise, or stand where another stood. What of the
        rewrite is still to come changes none of them.
        """
        yield from ((b.start, b.end) for a, b in self._single if self._clashing(a, b))
        yield from (each.places[1] for pair in self._exchanged() for each in pair)

    def _exchanged(self) -> list[tuple[Match, Match]]:
        return exchanged(self._matches[:MOST_PLACES], self.before.language)

    def _match(self, sort: str, a: Measured | Worded, b: Measured | Worded) -> Match:
        return Match(
            sort,
            ((a.start, a.end), (b.start, b.end)),
            self._around[0].around(a.start, a.end),
            self._around[1].around(b.start, b.end),
            (self.before.said(a), self.after.said(b)),
            (role_of(self.before.text, a.start, a.end), role_of(self.after.text, b.start, b.end)),
        )

    def _bounds(self) -> Iterator[Difference]:
        """Of a value that stands in several places, the two places that are most alike decide."""
        for a, b in dict.fromkeys(self._closest(side) for side in self._sides()):
            if self._clashing(a, b):
                reason = "fact_deadline" if isinstance(a, Moment) else "fact_bound"
                yield Difference(_fact(a), _shown(self.before.text, a), _shown(self.after.text, b), reason, a.start)

    def _sides(self) -> list[list[Pair]]:
        sides: dict[tuple[int, int], list[Pair]] = defaultdict(list)
        for a, b in self.pairs:
            sides[0, a.start].append((a, b))
            sides[1, b.start].append((a, b))
        return list(sides.values())

    def _closest(self, pairs: list[Pair]) -> Pair:
        return max(
            pairs,
            key=lambda pair: alike(
                self._around[0].around(pair[0].start, pair[0].end), self._around[1].around(pair[1].start, pair[1].end)
            ),
        )

    def _clashing(self, a: Measured, b: Measured) -> bool:
        one, other = self.before.text, self.after.text
        if isinstance(a, Moment) and (COMPARED.match(one, a.end) or COMPARED.match(other, b.end)):
            return False
        bounds = bound_of(one, a.start, a.end), bound_of(other, b.start, b.end)
        if isinstance(a, Moment) and bounds == ("", "about"):  # at noon became around noon
            return True
        same_sign = is_negated(one, a.start, a.end) == is_negated(other, b.start, b.end)
        return clash(*bounds, same_sign=same_sign)


def _fact(value: Measured) -> FactKind:
    if isinstance(value, Quantity):
        return "money" if value.is_money else "number"
    return "time" if value.kind in ("time", "part") else "date"


def _shown(text: str, value: Measured) -> str:
    return text[max(0, value.start - MARGIN_BEFORE) : value.end + MARGIN_BEHIND].strip()


def _sort(value: Measured) -> str:
    return value.kind if isinstance(value, Moment) else f"number {' '.join(sorted(value.dimensions))}"


def _pairs(before: Values, after: Values) -> Iterator[Pair]:
    for quantity in before.quantities:
        yield from ((quantity, other) for other in islice(quantities_like(quantity, after), MOST_LIKE))
    for moment in before.moments:
        yield from ((moment, other) for other in islice(moments_like(moment, after), MOST_LIKE))


def _one_to_one(pairs: tuple[Pair, ...]) -> list[Pair]:
    """Those of which neither side is in another pair."""
    left, right = defaultdict[int, int](int), defaultdict[int, int](int)
    for a, b in pairs:
        left[a.start] += 1
        right[b.start] += 1
    return [(a, b) for a, b in pairs if left[a.start] == right[b.start] == 1]


def _same_words(before: Values, after: Values) -> list[tuple[Worded, Worded]]:
    """Identifiers and names that each text has once."""
    mine, theirs = _single(before), _single(after)
    return [(word, theirs[value]) for value, word in mine.items() if value in theirs]


def _single(values: Values) -> dict[str, Worded]:
    places: dict[str, dict[int, Worded]] = defaultdict(dict)
    words: tuple[Worded, ...] = (*values.identifiers, *values.names)
    for word in words:
        places[word.value][word.start] = word
    return {value: next(iter(found.values())) for value, found in places.items() if len(found) == 1}
