"""Whether a value of one text stands in the other, in whatever form."""

from collections.abc import Iterator
from decimal import Decimal

from apps.transform.factlock.values.moments import Moment, same_moment
from apps.transform.factlock.values.names import Name
from apps.transform.factlock.values.quantities import MONEY, Quantity
from apps.transform.factlock.values.reading import Values, places_like

AKIN = frozenset(("m", "metre per second"))
"""毎秒15メートル and 15 m/s."""
MEASURED_IN = frozenset(("percent", "m", "g", "litre", "celsius")) | MONEY
"""Units that a text may leave to the reader: 20 in a column of percentages."""


def same_quantity(one: Quantity, other: Quantity) -> bool:
    """Whether both can be the same: in base units where both have one, else as numbers."""
    if one.measures and other.measures:
        return bool(one.measures & other.measures) or (bool(one.numbers & other.numbers) and _akin(one, other))
    if one.measures or other.measures:
        return _half_measured(one, other)
    return bool(one.numbers & other.numbers)


def _akin(one: Quantity, other: Quantity) -> bool:
    return one.dimensions | other.dimensions == AKIN or (
        (one.unsure or other.unsure) and one.is_money != other.is_money
    )


def _half_measured(one: Quantity, other: Quantity) -> bool:
    """One has a unit and the other none: 2割 and 20, "7" and "7 台"."""
    united, plain = (one, other) if one.measures else (other, one)
    if plain.counted and not united.dimensions & MEASURED_IN:
        return False
    return bool(united.amounts & plain.numbers)


def quantities_like(quantity: Quantity, other: Values) -> Iterator[Quantity]:
    """The quantities of the other text that can be the same."""
    near = (each for amount in quantity.amounts for each in other.by_amount.get(amount, ()))
    return (each for each in dict.fromkeys(near) if same_quantity(quantity, each))


def moments_like(moment: Moment, other: Values) -> Iterator[Moment]:
    """The moments of the other text that can be the same."""
    near = (each for place in places_like(moment) for each in other.by_place.get(place, ()))
    return (each for each in dict.fromkeys(near) if same_moment(moment, each))


def has_quantity(quantity: Quantity, other: Values) -> bool:
    """Whether the other text has this quantity, or has its digits where they can't be read as one."""
    if any(quantities_like(quantity, other)) or quantity.numbers & other.scaled:
        return True
    if quantity.measures:
        return False
    digits = {str(number) for number in quantity.numbers}
    if quantity.counted:
        return bool(digits & other.inner_digits)
    return bool(digits & other.digits) or any(number in other.calendar_numbers for number in quantity.numbers)


def has_moment(moment: Moment, other: Values) -> bool:
    """Whether the other text has this date or time, or the bare number that may be its hour or day: 9 in "7 to 9 pm"."""
    if any(moments_like(moment, other)):
        return True
    if moment.kind == "time":
        return any(digits in other.bare_digits for minute in moment.minutes for digits in _digits_of(minute))
    return any(_has_bare_day(date.day, date.month, other) for date in moment.dates if date.day)


def _digits_of(minutes: int) -> Iterator[str]:
    for hour in (minutes // 60, minutes // 60 - 12):
        yield f"{hour}{minutes % 60:02}"
        if minutes % 60 == 0:
            yield str(hour)


def _has_bare_day(day: int, month: int | None, other: Values) -> bool:
    """6 October in "Oct 6 to 10", and 5日 where the other text counts 5 days."""
    if month is None:
        return Decimal(day) in other.by_amount
    return Decimal(day) in other.bare and month in other.months_named


def has_name(name: Name, other: Values) -> bool:
    """Whether the other text has the word."""
    if not name.text.isascii():
        return name.value in other.casefolded
    return name.value in other.latin_words or (
        name.text[:-1].isupper() and name.value.removesuffix("s") in other.latin_words
    )


def count_of(name: Name, values: Values) -> int:
    """How often a text has the word."""
    return values.latin_words[name.value] if name.text.isascii() else values.casefolded.count(name.value)
