"""Everything in a text that has a value of its own."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeVar

from apps.analyze.language.document import HOLE
from apps.analyze.language.width import fold
from apps.transform.contracts import Language
from apps.transform.factlock.slots import SLOT
from apps.transform.factlock.values.moments import Moment, find_moments
from apps.transform.factlock.values.names import Name, find_names
from apps.transform.factlock.values.periods import Period, find_periods
from apps.transform.factlock.values.quantities import Quantity, find_quantities
from apps.transform.factlock.values.readings import Date
from apps.transform.factlock.values.words import Label, Word, find_identifiers, find_labels, find_quotations, squeeze

T = TypeVar("T")
RUN = re.compile(r"\d+(?:[.,]\d+)*")
LATIN_WORD = re.compile(r"[a-z0-9à-ÿ]+(?:[-_'][a-z0-9à-ÿ]+)*")
MOST_PLACES = 40
"""Of one value repeated without end, only so many places are weighed."""
SCALES = (1000, 10**4, 10**6)


@dataclass(frozen=True)
class Values:
    """The values of one text, each kind in order; each place belongs to one at most. `text` has one width."""

    text: str
    language: Language
    identifiers: tuple[Word, ...]
    quotations: tuple[Word, ...]
    names: tuple[Name, ...]
    moments: tuple[Moment, ...]
    quantities: tuple[Quantity, ...]
    labels: tuple[Label, ...]
    periods: tuple[Period, ...]

    @cached_property
    def squeezed(self) -> str:
        """The text without case, blanks and hyphens."""
        return squeeze(self.text)

    @cached_property
    def casefolded(self) -> str:
        """The text without case."""
        return self.text.casefold()

    @cached_property
    def latin_words(self) -> Counter[str]:
        """How often each Latin word stands in it: whole, and its parts."""
        words = LATIN_WORD.findall(self.casefolded)
        return Counter([*words, *(part for word in words for part in re.split(r"[-_']", word) if part != word)])

    @cached_property
    def by_amount(self) -> dict[Hashable, list[Quantity]]:
        """Its quantities by each number that they may be."""
        return _index((amount, quantity) for quantity in self.quantities for amount in quantity.amounts)

    @cached_property
    def by_place(self) -> dict[Hashable, list[Moment]]:
        """Its moments by what they name."""
        return _index((place, moment) for moment in self.moments for place in _places_of(moment))

    @cached_property
    def bare(self) -> frozenset[Decimal]:
        """Numbers that count nothing: they may be an hour, a day, or share a unit told elsewhere."""
        return frozenset(number for quantity in self.quantities if quantity.is_bare for number in quantity.numbers)

    @cached_property
    def bare_digits(self) -> frozenset[str]:
        """The digits of those, and those in identifiers and quotations: 0215 may be a time."""
        digits = (str(number).replace(".", "").lstrip("0") for number in self.bare)
        return frozenset(digits) | self.inner_digits

    @cached_property
    def inner_digits(self) -> frozenset[str]:
        """Runs of digits in identifiers and quotations."""
        return frozenset(run for word in (*self.identifiers, *self.quotations) for run in RUN.findall(word.text))

    @cached_property
    def digits(self) -> frozenset[str]:
        """All runs of digits, and their parts."""
        runs = set(RUN.findall(self.text))
        parts = {part for run in runs for part in re.split(r"[.,]", run)}
        return frozenset({run.replace(",", "").lstrip("0") or "0" for run in runs} | parts)

    @cached_property
    def scaled(self) -> frozenset[Decimal]:
        """Bare numbers as thousands or millions, where the text names such a scale: 78 beside 85k."""
        highest = max((abs(n) for quantity in self.quantities for n in quantity.numbers), default=Decimal(0))
        return frozenset(number * scale for scale in SCALES if highest >= scale for number in self.bare)

    @cached_property
    def spans_s(self) -> frozenset[Decimal]:
        """The times between two of its times of day, in seconds."""
        times = [minute for moment in self.moments for minute in moment.minutes][:MOST_PLACES]
        return frozenset(Decimal(abs(one - other) * 60) for one in times for other in times)

    @cached_property
    def days_named(self) -> frozenset[tuple[int | None, int | None]]:
        """The month and day of its dates."""
        return frozenset((date.month, date.day) for moment in self.moments for date in moment.dates)

    @cached_property
    def operands(self) -> tuple[Quantity, ...]:
        """What others may be worked out of; a text with more quantities than MOST_PLACES is a table, and has none."""
        labelled = {at for label in self.labels for at in range(label.start, label.end)}
        found = tuple(each for each in self.quantities if not each.is_article and each.start not in labelled)
        return found if len(found) <= MOST_PLACES else ()

    @cached_property
    def calendar_numbers(self) -> frozenset[int]:
        """The numbers in its dates and times: the hour, hours and minutes, the day."""
        hours = {(m // 60 - half, m % 60) for moment in self.moments for m in moment.minutes for half in (0, 12)}
        days = {date.day for moment in self.moments for date in moment.dates if date.day}
        return frozenset({h * 100 + m for h, m in hours} | {h for h, m in hours if m == 0} | days)

    @cached_property
    def months_named(self) -> frozenset[int | None]:
        """The months of its dates."""
        return frozenset(date.month for moment in self.moments for date in moment.dates)

    def said(self, value: Quantity | Moment | Word | Name) -> str:
        """A value as it stands."""
        return self.text[value.start : value.end].strip()


def _index(pairs: Iterable[tuple[Hashable, T]]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = defaultdict(list)
    for key, value in pairs:
        if len(found[key]) < MOST_PLACES:
            found[key].append(value)
    return dict(found)


def _places_of(moment: Moment) -> set[Hashable]:
    """Under what a moment is found: a date under its month and day together, and under each of them."""
    found: set[Hashable] = {each for each in moment.readings if not isinstance(each, Date)}
    for date in moment.dates:
        found |= {(date.month, date.day), ("month", date.month), ("day", date.day), ("year", date.year)}
    return found


def places_like(moment: Moment) -> set[Hashable]:
    """Under what those are found that may be the same."""
    found: set[Hashable] = {each for each in moment.readings if not isinstance(each, Date)}
    for date in moment.dates:
        found |= {("year", date.year)} if date.year and not date.month else {(None, None)}
        if date.month and date.day:
            found |= {(date.month, date.day), (date.month, None), (None, date.day)}
        elif date.month or date.day:
            found |= {("month", date.month)} if date.month else {("day", date.day)}
    return found


@lru_cache(maxsize=64)
def read_values(text: str, language: Language) -> Values:
    """Read a text's values. What asks for a confirmation (【要確認…】) states none."""
    folded = fold(SLOT.sub(lambda match: " " * len(match.group()), text))
    taken = bytearray(len(folded))
    identifiers = tuple(find_identifiers(folded, taken))
    labels = tuple(find_labels(_without(folded, taken)))
    moments = sorted(find_moments(folded, taken), key=lambda each: each.start)
    quantities = sorted(find_quantities(folded, taken), key=lambda each: each.start)
    for each in quantities:
        taken[each.start : each.end] = b"\x01" * (each.end - each.start)
    return Values(
        text=folded,
        language=language,
        identifiers=identifiers,
        quotations=tuple(find_quotations(folded)),
        names=find_names(_without(folded, taken), language),
        moments=tuple(moments),
        quantities=tuple(quantities),
        labels=labels,
        periods=tuple(find_periods(folded)),
    )


def _without(text: str, taken: bytearray) -> str:
    """The text with holes for what is taken; line breaks stay."""
    return "".join(HOLE if taken[at] and letter != "\n" else letter for at, letter in enumerate(text))
