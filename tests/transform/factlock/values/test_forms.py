"""However a value is written, it is the same value; another value is never taken for it."""

from collections.abc import Iterator
from functools import cache
from itertools import permutations

import pytest

from apps.transform.factlock.values.differences import find_differences
from apps.transform.factlock.values.reading import Values, read_values
from tests.transform.factlock.values import forms

AMOUNTS = (12, 21, 40, 48, 84, 250, 520, 1_500, 5_100, 12_000, 21_000, 120_000, 300_000)
KINDS: dict[str, list[list[forms.Form]]] = {
    "number": [list(forms.numbers(number)) for number in (*range(2, 100), *AMOUNTS[5:])],
    "money": [list(forms.money(amount, currency)) for amount in AMOUNTS for currency in forms.CURRENCIES],
    "percent": [list(forms.percentages(percent)) for percent in range(2, 100)],
    "duration": [list(forms.durations(minutes)) for minutes in (*range(5, 60), 90, 120, 150, 300, 720, 20_160, 30_240)],
    "date": [list(forms.dates(month, day)) for month in range(1, 13) for day in (3, 9, 13, 17, 25)],
    "time": [list(forms.times(minutes)) for minutes in range(13 * 60, 24 * 60, 15)],
    "weekday": [list(forms.weekdays(day)) for day in range(7)],
}
OTHERS = 4
"""With so many other values each value is compared, in all of their forms."""


@cache
def read(kind: str) -> list[list[tuple[str, Values]]]:
    return [[(text, read_values(text, language)) for language, text in written] for written in KINDS[kind]]


def wrong(pairs: Iterator[tuple[tuple[str, Values], tuple[str, Values]]], expected: bool) -> list[tuple[str, str]]:
    """The pairs of texts that are not told apart, or are, against what is expected."""
    return [(one[0], other[0]) for one, other in pairs if differ(one[1], other[1]) is not expected]


def differ(one: Values, other: Values) -> bool:
    return any(each for each in find_differences(one, other) if each.original)


@pytest.mark.parametrize("kind", KINDS)
def test_every_two_forms_of_a_value_are_the_same(kind: str) -> None:
    pairs = (pair for written in read(kind) for pair in permutations(written, 2))
    assert wrong(pairs, expected=False) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_of_another_value_is_the_same(kind: str) -> None:
    values = read(kind)
    pairs = (
        (one, other)
        for at, written in enumerate(values)
        for others in [*values[at + 1 : at + 1 + OTHERS], *values[: max(0, at + 1 + OTHERS - len(values))]]
        if others is not written
        for one in written
        for other in others
    )
    assert wrong(pairs, expected=True) == []


def test_these_are_a_hundred_thousand_pairs() -> None:
    def count(written: list[forms.Form]) -> int:
        return len(written) * (len(written) - 1)

    same = sum(count(written) for values in KINDS.values() for written in values)
    other = sum(
        len(values[at]) * len(values[(at + step) % len(values)])
        for values in KINDS.values()
        for at in range(len(values))
        for step in range(1, min(OTHERS, len(values) - 1) + 1)
    )
    assert same + other >= 100_000
