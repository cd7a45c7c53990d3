"""Numbers with what they count: 248万円, 1.5 h, half a year, a fortnight, 3割."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path

from apps.analyze.language.numbers import Unit, all_units
from apps.transform.factlock.values.numerals import Numeral, find_numerals
from tonebridge.rulebooks import load_entries

Measure = tuple[Decimal, str]
"""A value in base units, and what they measure."""

DAY_S = 86_400
UNITS_S = frozenset(map(Decimal, (60, 3600, DAY_S, 7 * DAY_S)))
"""Units of time, in seconds, behind which a smaller one may follow: 1 h 20 min."""
SOFT = frozenset(["item", "person", "piece", "machine", "thing", "time", "user", "request", "fold", "point", "rpm"])
"""Units that many words stand for, or none: pages, 枚."""
SYMBOLS = {"$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "€": "EUR", "£": "GBP", "¥": "JPY"}
MONEY = frozenset(["USD", "EUR", "GBP", "JPY", "AUD", "CAD", "CHF", "CNY", "KRW", "SEK", "INR"])
CURRENCY = re.compile(r"(US\$|A\$|C\$|[$€£¥]|\b(?:USD|EUR|GBP|JPY|AUD|CAD|CHF|CNY|KRW|SEK|INR)) ?$")
LIST_MARK = re.compile(
    r"^[ \t・*•–|-]*(?:[(（]?\d{1,2}[.)）](?=\s|[^\d\s])|[①-⑳]|\d{1,2}[:：] ?(?=[A-Za-z\u3040-\u9fff])|\d{1,2} ?\||第\d{1,2}[ :])",
    re.M,
)
RATED = re.compile(
    r" ?(?:/|per |an? )(?:yr|year|mo(?:nth)?|wk|week|day|d|h(?:ou)?r|h|person|head|pp) (USD|EUR|GBP|JPY|AUD|CAD|CHF|CNY|KRW|SEK|INR)\b",
    re.I,
)
"""The currency behind a rate: 85/yr EUR."""
LISTED = re.compile(r" ?(?:点|つ|件|項目|か所|ヶ所|カ所|(?:[a-z]+ )?(?:points|questions|items|things|topics)\b)")
"""What the entries of a list are counted as."""
COUNTED = re.compile(
    r"[一-龥](?<![前後以超未程約弱強])|[ -](?!(?:and|for|the|not|but|with|till|until|from|last|this|next|per|each|are|was|were|then|"
    r"onwards|instead|rather|today|tomorrow|sharp|everywhere)\b)[a-z]{3,}"
)
"""A word behind a number, in which it may count something."""
SHARED = re.compile(r" ?(?:-|~|から|to|and|or|と|や|、|,|→|/|・|ないし|または|not|ではなく|でなく) ?")
HALF_OF = frozenset(["時間", "年", "か月", "ヶ月", "カ月", "日", "週間", "分", "倍"])
FIXED: tuple[tuple[re.Pattern[str], Measure], ...] = (
    (re.compile(r"(?<![\d一-龥])半年|\bhalf a year\b", re.I), (Decimal(6), "month")),
    (re.compile(r"(?<![\d一-龥])半日|\bhalf a day\b", re.I), (Decimal(DAY_S // 2), "second")),
    (re.compile(r"\b(?:half an hour|half-hour)\b|(?<![\d一-龥])半時間", re.I), (Decimal(1800), "second")),
    (re.compile(r"\bthree quarters of an hour\b", re.I), (Decimal(2700), "second")),
    (re.compile(r"\bquarter of an hour\b|\bquarter(?:-| )hour\b", re.I), (Decimal(900), "second")),
    (re.compile(r"\ban hour and a half\b", re.I), (Decimal(5400), "second")),
    (re.compile(r"\b(?:a |one )?fortnight\b", re.I), (Decimal(14 * DAY_S), "second")),
    (re.compile(r"\ba year and a half\b", re.I), (Decimal(18), "month")),
    (re.compile(r"(?<!\d)四半期(?=に|ごと|毎|末|分)"), (Decimal(3), "month")),
    (re.compile(r"\bquarter(?=s?\b of (?:the|all|our|a))", re.I), (Decimal(25), "percent")),
    (re.compile(r"\b(?:a|one) fifth\b|(?<!\d)5分の1|五分の一", re.I), (Decimal(20), "percent")),
    (re.compile(r"\b(?:a|one) tenth\b|(?<!\d)10分の1|十分の一", re.I), (Decimal(10), "percent")),
    (re.compile(r"半分|半数|半額|(?<![\w-])half(?![ -](?:an? )?(?:hour|day|year|past|million|dozen|term)|-)\b|\bhalved\b", re.I), (Decimal(50), "percent")),
)  # fmt: skip # a table, read by rows
DOUBLE = re.compile(r"(?<![\d一二三四五六七八九十百数何])倍(?=[にのだで増])|\b(?:double[sd]?|doubling|twofold)\b", re.I)
ARTICLE = re.compile(
    r"(?<![\w-])(?:an?|one|another|a single) (second|minute|hour|day|week|month|quarter|year)\b(?! and a half)", re.I
)
ADJECTIVE = r"(?:more |extra |full |whole |additional |further |consecutive |straight |solid |odd )?"


@dataclass(frozen=True, eq=False)
class Quantity:
    """`[start, end)` of the text. `numbers` are the values as written; `measures` the same in base units where a unit stands there.

    `counted`: whether a word follows that it may count; `unsure`: whether its letter may name millions as well as metres.
    """

    start: int
    end: int
    numbers: frozenset[Decimal]
    measures: frozenset[Measure]
    worded: bool = False
    counted: bool = False
    unsure: bool = False

    @cached_property
    def amounts(self) -> frozenset[Decimal]:
        """Its numbers, as written and in base units."""
        return self.numbers | {value for value, _unit in self.measures}

    @cached_property
    def dimensions(self) -> frozenset[str]:
        """What its units measure; empty where it has none."""
        return frozenset(unit for _value, unit in self.measures)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of a currency."""
        return not self.dimensions.isdisjoint(MONEY)

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and nothing else."""
        return not self.measures and not self.counted

    @property
    def is_article(self) -> bool:
        """Whether it is a mere "a" or "one"."""
        return self.worded and self.numbers == {Decimal(1)}

    @property
    def says_little(self) -> bool:
        """Whether a paraphrase may add it: one, zero, two."""
        return not self.numbers or max(self.numbers) <= (2 if self.worded else 1)


def find_quantities(text: str, taken: bytearray) -> Iterator[Quantity]:
    """The quantities of a folded text outside what is taken. Marks of lists are none."""
    marks = list(LIST_MARK.finditer(text))
    for mark in marks:
        _take(taken, mark.start(), mark.end())
    yield from _fixed(text, taken)
    yield from _articles(text, taken)
    numerals = [
        each
        for each in find_numerals(text)
        if not any(taken[each.start : each.end]) and not _counts_list(text, each, len(marks))
    ]
    found = [_measured(text, each) for each in numerals]
    yield from _joined(text, [_sharing(text, at, found) for at in range(len(found))])


def _counts_list(text: str, numeral: Numeral, entries: int) -> bool:
    """Whether it only says how many entries the text's own list has."""
    return entries > 1 and Decimal(entries) in numeral.values and LISTED.match(text, numeral.end) is not None


def _take(taken: bytearray, start: int, end: int) -> bool:
    if any(taken[start:end]):
        return False
    taken[start:end] = b"\x01" * (end - start)
    return True


def _fixed(text: str, taken: bytearray) -> Iterator[Quantity]:
    for pattern, measure in FIXED:
        for match in pattern.finditer(text):
            if _take(taken, *match.span()):
                yield Quantity(*match.span(), frozenset(), frozenset({measure}), worded=True)
    for match in DOUBLE.finditer(text):
        yield Quantity(*match.span(), frozenset({Decimal(2)}), frozenset(), worded=True)


def _articles(text: str, taken: bytearray) -> Iterator[Quantity]:
    for match in ARTICLE.finditer(text):
        if _take(taken, *match.span()):
            yield Quantity(
                *match.span(), frozenset({Decimal(1)}), _measures({Decimal(1)}, _units()[match[1].lower()]), worded=True
            )


def _measures(values: set[Decimal], units: tuple[Unit, ...]) -> frozenset[Measure]:
    return frozenset(
        (value * Decimal(unit.factor), unit.of) for value in values for unit in units if unit.of not in SOFT
    )


def _measured(text: str, numeral: Numeral) -> Quantity:
    units, end, more = _units_at(text, numeral.end)
    before = CURRENCY.search(text[max(0, numeral.start - 5) : numeral.start])
    named = before or RATED.match(text, end)
    values = {value + more for value in numeral.values}
    measures = _measures(values, units)
    if named:
        measures = frozenset((value, SYMBOLS.get(named[1], named[1].upper())) for value in values)
    start = numeral.start - (len(before[0]) if before else 0)
    counted = bool(units) or COUNTED.match(text, end) is not None
    return Quantity(start, end, frozenset(values), measures, numeral.worded, counted, numeral.unsure)


def _joined(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """1時間30分 and 2 h 20 min are one duration."""
    left: Quantity | None = None
    for quantity in found:
        whole = _sum(text, left, quantity) if left else None
        if left and not whole:
            yield left
        left = whole or quantity
    if left:
        yield left


def _sum(text: str, one: Quantity, other: Quantity) -> Quantity | None:
    """Both as one duration, where the second stands right behind the first and is shorter than its unit."""
    mine, theirs = _seconds(one), _seconds(other)
    if not mine or not theirs or text[one.end : other.start].strip(" "):
        return None
    unit_s = mine / max(one.numbers)
    if theirs >= unit_s or unit_s not in UNITS_S:
        return None
    return Quantity(one.start, other.end, frozenset(), frozenset({(mine + theirs, "second")}), one.worded, counted=True)


def _seconds(quantity: Quantity) -> Decimal | None:
    """A duration's length; none where it may denote more than one."""
    if len(quantity.measures) != 1 or len(quantity.numbers) != 1 or not max(quantity.numbers):
        return None
    value, unit = next(iter(quantity.measures))
    return value if unit == "second" else None


def _sharing(text: str, at: int, found: list[Quantity]) -> Quantity:
    """6 in "6-8 days" counts days, too."""
    quantity = found[at]
    if quantity.measures or at + 1 == len(found):
        return quantity
    following = found[at + 1]
    if not following.measures or not SHARED.fullmatch(text[quantity.end : following.start]):
        return quantity
    factors = {(value / n, unit) for value, unit in following.measures for n in following.numbers if n}
    shared = ((n * factor, unit) for n in quantity.numbers for factor, unit in factors if factor in _factors(unit))
    return replace(quantity, measures=frozenset(shared))


@lru_cache(maxsize=256)
def _factors(unit: str) -> frozenset[Decimal]:
    return frozenset(
        {Decimal(1)} | {Decimal(each.factor) for units in _units().values() for each in units if each.of == unit}
    )


def _units_at(text: str, at: int) -> tuple[tuple[Unit, ...], int, Decimal]:
    """The units that stand at a place, where they end, and the half behind them: 1時間半."""
    match = _pattern().match(text, at)
    if not match:
        return (), at, Decimal(0)
    units = _units().get(match[1]) or _units().get(match[1].lower(), ())
    half = match[1] in HALF_OF and text.startswith("半", match.end())
    return units, match.end() + half, Decimal("0.5") if half else Decimal(0)


@lru_cache(maxsize=1)
def _units() -> dict[str, tuple[Unit, ...]]:
    """All spellings; days are seconds, so that 48 h are two of them."""
    table: dict[str, tuple[Unit, ...]] = {}
    for unit in (*all_units(), *load_entries(Path(__file__).with_name("units.yaml"), Unit)):
        found = replace(unit, of="second", factor=str(Decimal(unit.factor) * DAY_S)) if unit.of == "day" else unit
        table |= {spelling: (*table.get(spelling, ()), found) for spelling in unit.spellings}
    return table


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    spellings = sorted(_units(), key=len, reverse=True)
    words = [re.escape(s) + r"(?![A-Za-z])" if s[-1].isascii() and s[-1].isalpha() else re.escape(s) for s in spellings]
    return re.compile(rf"(?:[ -]{ADJECTIVE}|-? ?)?({'|'.join(words)})")


def is_unit(word: str) -> bool:
    """Whether a unit is written like this."""
    return word in _units() or word.lower() in _units()
