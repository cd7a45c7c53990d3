"""Values that follow from others: 1,200円 for three stickers at 400円, 98 minutes between two times."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from apps.transform.factlock.values.moments import Moment
from apps.transform.factlock.values.quantities import Quantity
from apps.transform.factlock.values.reading import Values

NEAR = 14
CHANGING = re.compile(r"±|\+/-|plus|minus|more|less|fewer|extra|another|追加|増|減|足|計", re.I)
"""Words beside a value that is added to another, or taken from it."""
COUNTER = re.compile(r" ?([a-z]{2,}|[一-龥]|[ァ-ヴー]+)")


def follows(quantity: Quantity, before: Values) -> bool:
    """Whether it is a sum or a difference of two values of the original, or the time between two of its times."""
    return (
        _is_sum(quantity, before.operands)
        or _is_product(quantity, before.operands)
        or _is_rest(quantity, before)
        or _is_span(quantity, before)
    )


def made_of(lost: Quantity, new: Quantity, before: Values) -> bool:
    """Whether the lost value went into the new one: 65 ± 2 became 63."""
    if not CHANGING.search(before.text[max(0, lost.start - NEAR) : lost.end + NEAR]):
        return False
    counter = _counter(lost, before)
    operands = [
        each
        for each in before.operands
        if each is not lost and _together(each, lost) and _counter(each, before) in ("", counter)
    ]
    return any(
        new.numbers & {a + b, abs(a - b)}
        for a in lost.numbers
        for each in operands
        for b in map(abs, each.numbers)
        if b > 1
    )


def _together(one: Quantity, other: Quantity) -> bool:
    return not one.dimensions or not other.dimensions or bool(one.dimensions & other.dimensions)


def _counter(quantity: Quantity, values: Values) -> str:
    """The word behind a number."""
    match = COUNTER.match(values.text, quantity.end)
    return match[1] if match and quantity.counted else ""


def _is_sum(quantity: Quantity, operands: Iterable[Quantity]) -> bool:
    """None of a value with itself: 6 doesn't follow from 3."""
    measures = [(value, unit) for each in operands for value, unit in _measures(each)]
    units = dict.fromkeys(unit for _value, unit in measures)
    values = {unit: Counter(value for value, its in measures if its in ("", unit)) for unit in units}
    return any(
        values[its][found - value] > (found - value == value)
        or value - found in values[its]
        or found + value in values[its]
        for found, unit in _measures(quantity)
        if found > 0
        for value, its in measures
        if unit in ("", its) or its == ""
    )


def _is_product(quantity: Quantity, operands: Iterable[Quantity]) -> bool:
    """1,200円 for three at 400円."""
    numbers = Counter(number for each in operands for number in each.numbers if number > 1)
    return any(
        found % number == 0 and numbers[found / number] > (found / number == number)
        for found in quantity.numbers
        for number in numbers
    )


def _is_rest(quantity: Quantity, before: Values) -> bool:
    """The 70 % that a share of 30 % leaves; 100 % are all."""
    shares = [value for value, unit in quantity.measures if unit == "percent"]
    return any(value == 100 or 100 - value in before.by_amount for value in shares)


def _measures(quantity: Quantity) -> set[tuple[Decimal, str]]:
    return set(quantity.measures) or {(number, "") for number in quantity.numbers}


def _is_span(quantity: Quantity, before: Values) -> bool:
    return any(unit == "second" and value in before.spans_s for value, unit in quantity.measures)


def is_next_day(moment: Moment, before: Values) -> bool:
    """Whether it is the day before or after one of the original: "not after 14 August" is "from 15 August"."""
    return any(
        (month, date.day + step) in before.days_named
        for date in moment.dates
        if date.day
        for step in (1, -1)
        for month in (date.month, None)
    )
