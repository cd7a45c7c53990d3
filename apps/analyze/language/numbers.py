"""Numbers with their units, bounds and rates, in one canonical form: 248万円 and 2,480,000円 are the same amount."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from apps.analyze.language.width import fold
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

Bound = Literal["exact", "about", "at_least", "at_most", "over", "under"]
CURRENCY = {"$": "USD", "¥": "JPY", "€": "EUR", "£": "GBP"}
MONEY = frozenset({"JPY", "USD", "EUR", "GBP"})
SCALE = {
    "億": Decimal(10**8),
    "万": Decimal(10**4),
    "千": Decimal(1000),
    "百": Decimal(100),
    "k": Decimal(1000),
    "thousand": Decimal(1000),
    "m": Decimal(10**6),
    "million": Decimal(10**6),
    "bn": Decimal(10**9),
    "billion": Decimal(10**9),
}
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WORD_VALUES = {word: Decimal(value) for value, word in enumerate(WORDS)}
KANJI_VALUES = {kanji: Decimal(value) for value, kanji in enumerate("〇一二三四五六七八九十")}

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = re.compile(
    rf"(?P<currency>[$¥€£] ?)?(?:(?<![A-Za-z\d_.#])|(?<=[A-Z])(?=\d+(?:分|時間|円|件|名|秒|%|日|か月|営業日)))(?P<sign>(?<![\w)])[-+])?(?P<first>{DIGITS})"
    rf"(?P<scale> ?(?:億|万|千(?!円)|百|million\b|billion\b|thousand\b|bn\b|[kK](?![A-Za-z\d])|M(?![A-Za-z\d])))?"
    r"(?P<rest>(?:\d{1,4}[万千百]){0,3}(?:\d{1,4}(?=[円人名件]))?)"
)
HALF = re.compile(r"\bhalf an? (hour|day|year)\b")
KANJI = re.compile(r"[二三四五六七八九](?=名|人|件|個|つ|台|本|回|週間|か月|ヶ月|営業日|日間|社)")
WORD = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.I)
LIST_MARK = re.compile(r"^[ \t]*(?:\(?\d{1,2}[.)](?=\s|[^\d])|[①-⑳])", re.M)
RANGE = re.compile(r"\s?(?:-|~|から|to|and)\s?")

BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r"(?:最低(?!限)[^\d、。\n]{0,8}|少なくとも|最短[^\d、。\n]{0,6}|最小|下限は?|at least|no (?:less|fewer) than|minimum(?: of)?|min\.?)\s?$", re.I)),
    ("at_most", re.compile(r"(?:最大[^\d、。\n]{0,6}|最長[^\d、。\n]{0,6}|最高|上限は?|高々|多くとも|多くて|at most|up to|no more than|maximum(?: of)?|max\.?|within|not exceed)\s?$", re.I)),
    ("over", re.compile(r"(?:over|more than|above|exceed(?:s|ing)?|larger than|greater than|longer than|>)\s?$", re.I)),
    ("under", re.compile(r"(?:under|less than|fewer than|below|smaller than|shorter than|<)\s?$", re.I)),
    ("about", re.compile(r"(?:約|およそ|おおよそ|ほぼ|大体|だいたい|ざっと|about|around|approx(?:\.|imately)?|roughly|some|nearly|almost|close to|~)\s?$", re.I)),
)  # fmt: skip # a table, read by rows
AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("at_least", re.compile(r"\s?(?:以上|or more\b|or longer\b|at least\b|\+(?!\d))", re.I)),
    ("at_most", re.compile(r"\s?(?:以下|以内|まで(?!の?間)|が上限|を上限|or less\b|or fewer\b|at most\b|max\b|at the most\b)", re.I)),
    ("over", re.compile(r"\s?(?:超(?!過)|を超え|を上回|超過)")),
    ("under", re.compile(r"\s?(?:未満|を下回)")),
    ("about", re.compile(r"\s?(?:程度|ぐらい|くらい|ほど(?!の差)|前後|弱|強(?!制|い|化)|or so\b|-ish\b)", re.I)),
)  # fmt: skip # a table, read by rows
RATE_BEFORE = re.compile(
    r"(?:(?<![\d人])(月|年|日|週|時間)(?:額|あたり|に)?(?:が|は)?|(?:毎(月|年|日|週)))\s?(?:約|およそ|最大|最低)?$"
)
RATE_AFTER = re.compile(
    r"\s?(?:/|per |an? |毎)\s?(month|mo|year|yr|day|week|hour|h|minute|min|second|sec|s|月|年|日|週|時間|分|秒|team|tenant|user|seat)(?![A-Za-z])"
)
RATES = {
    "月": "month", "mo": "month", "年": "year", "yr": "year", "日": "day", "週": "week", "時間": "hour", "h": "hour",
    "分": "minute", "min": "minute", "秒": "second", "sec": "second", "s": "second",
}  # fmt: skip # a table, read by rows


@dataclass(frozen=True)
class Unit:
    """A way to write a unit. `of` is what is counted, `factor` how many of it one is, `rate` what it is counted per."""

    of: str
    factor: str
    spellings: tuple[str, ...]
    rate: str = ""

    def __post_init__(self) -> None:
        Decimal(self.factor)


@dataclass(frozen=True)
class Amount:
    """A number in the text. `value` is in the base unit `unit` ("" for a bare number), per `rate` where there is one."""

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    bound: Bound
    rate: str = ""

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of a currency."""
        return self.unit in MONEY


def find_amounts(prose: str, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Amount, ...]:
    """The amounts of a text, in order, outside the spans in `taken` (dates, usually). List marks are none."""
    text = fold(prose)
    marks = [match.span() for match in LIST_MARK.finditer(text)]
    found = [_numeric(text, match) for match in NUMBER.finditer(text)]
    found += [_worded(text, match, WORD_VALUES[match.group().lower()]) for match in WORD.finditer(text)]
    found += [_worded(text, match, KANJI_VALUES[match.group()]) for match in KANJI.finditer(text)]
    found += [_half(text, match) for match in HALF.finditer(text)]
    blocked = _mask(len(text), (*taken, *marks))
    clear = (amount for amount in found if not any(blocked[amount.start : amount.end]))
    return tuple(sorted(clear, key=lambda amount: amount.start))


def _mask(length: int, spans: tuple[tuple[int, int], ...]) -> bytearray:
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\x01" * (end - start)
    return mask


def _numeric(text: str, match: re.Match[str]) -> Amount:
    value = Decimal(match["first"].replace(",", "")) * SCALE.get((match["scale"] or "").strip().lower(), Decimal(1))
    value += _japanese_rest(match["rest"])
    currency = CURRENCY.get((match["currency"] or " ")[0], "")
    return _amount(text, match.start(), match.end(), -value if match["sign"] == "-" else value, currency)


def _japanese_rest(rest: str) -> Decimal:
    parts = re.findall(r"(\d+)([万千百]?)", rest)
    return sum((Decimal(digits) * SCALE.get(scale, Decimal(1)) for digits, scale in parts), Decimal(0))


def _worded(text: str, match: re.Match[str], value: Decimal) -> Amount:
    return _amount(text, match.start(), match.end(), value, "")


def _half(text: str, match: re.Match[str]) -> Amount:
    value, unit = {"hour": (1800, "second"), "day": (43200, "second"), "year": (6, "month")}[match[1]]
    bound = _bound(text, match.start(), match.end())
    return Amount(match.start(), match.end(), match.group(), Decimal(value), unit, bound)


def _amount(text: str, start: int, end: int, value: Decimal, currency: str) -> Amount:
    unit, end = _unit_at(text, end)
    range_end = _range_end(text, end) if unit is None else None
    unit = unit or range_end
    of, rate = (unit.of, unit.rate) if unit else (currency, "")
    factor = Decimal(unit.factor) if unit else Decimal(1)
    return Amount(
        start, end, text[start:end], value * factor, of, _bound(text, start, end), rate or _rate(text, start, end)
    )


def _range_end(text: str, end: int) -> Unit | None:
    """The unit of 8 in "6-8 days", which is that of the 6 too."""
    joint = RANGE.match(text, end)
    number = re.compile(DIGITS).match(text, joint.end()) if joint else None
    return _unit_at(text, number.end())[0] if number else None


def _unit_at(text: str, at: int) -> tuple[Unit | None, int]:
    match = _unit_pattern().match(text, at)
    return (_units()[match[1]], match.end()) if match else (None, at)


@lru_cache(maxsize=1)
def all_units() -> tuple[Unit, ...]:
    """The units that amounts are read with."""
    return load_entries(FOLDER / "units.yaml", Unit)


@lru_cache(maxsize=1)
def _units() -> dict[str, Unit]:
    return {spelling: unit for unit in all_units() for spelling in unit.spellings}


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    spellings = sorted(_units(), key=len, reverse=True)
    words = [re.escape(s) + r"(?![A-Za-z])" if s[-1].isascii() and s[-1].isalpha() else re.escape(s) for s in spellings]
    return re.compile(rf"[ -]?({'|'.join(words)})")


def _bound(text: str, start: int, end: int) -> Bound:
    before = text[max(0, start - 24) : start].rstrip("の、")
    for bound, pattern in AFTER:
        if pattern.match(text, end):
            return bound
    return next((bound for bound, pattern in BEFORE if pattern.search(before)), "exact")


def _rate(text: str, start: int, end: int) -> str:
    match = RATE_AFTER.match(text, end) or RATE_BEFORE.search(text[max(0, start - 12) : start])
    if not match:
        return ""
    word = next(group for group in match.groups() if group)
    return RATES.get(word, word)
