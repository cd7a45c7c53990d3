"""Numbers however they are written: 1,850 · 12.000 · 85k · 3億2千万 · 二十 · twenty-five · a dozen · 2.5 million."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

SCALES = {
    "千": 10**3, "百": 10**2, "十": 10, "万": 10**4, "億": 10**8, "兆": 10**12,
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9,
    "hundred": 100, "dozen": 12,
}  # fmt: skip # a table, read by rows
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORD_VALUES = {word: at for at, word in enumerate(ONES)} | {word: 20 + 10 * at for at, word in enumerate(TENS)}
KANJI_DIGITS = {kanji: at for at, kanji in enumerate("〇一二三四五六七八九")}
COUNTERS = "名人件個つ台本回度週日年枚社冊箱通棟室階点品か所ヶカ時分秒割倍泊席便食列班組隻頭匹羽机月箇面"

DIGITS = r"\d{1,3}(?:[,\u2009\u00a0']\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
LATIN_SCALE = r" ?(?:million|billion|thousand|mio\b|mn\b|bn\b)|k(?![A-Za-z\d])|(?P<unsure>[mMK])(?![A-Za-z\d²³/])"
NUMBER = re.compile(
    rf"(?<![A-Za-z\d_.])(?P<first>{DIGITS})(?P<more>(?:[千百十]?[兆億万千百]+(?:\d[\d,]*)?)*)(?P<scale>{LATIN_SCALE})?"
)
KANJI = re.compile(
    rf"(?<![〇一二三四五六七八九十百千万億])(?!十分(?![前後間以]))(?:[〇一二三四五六七八九十百千万億]+(?=[{COUNTERS}])(?!つ一)|(?<!数)[〇一二三四五六七八九十百千万億]*[十百千万億](?=円))"
)
WORD = "|".join(sorted((*WORD_VALUES, "hundred", "thousand", "million", "billion", "dozen"), key=len, reverse=True))
WORDS = re.compile(
    rf"(?<![\w-])(?:(?:half )?an? (?=dozen|hundred|thousand|million|billion))?(?:{WORD})(?:(?:[ -]| and )(?:{WORD}))*"
    r"(?: and a half)?(?![\w-]*[a-z])",
    re.I,
)
PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)?([千百十]?[兆億万]|[千百])")
SIGN = re.compile(r"(?:(?:^|[\s(:、。,「~/ぁ-んァ-ヶ一-龥])-|マイナス|零下|氷点下|\bminus )$")
RANGE = re.compile(r" ?(?:-|~|to|and|から|→|/) ?")


@dataclass(frozen=True)
class Numeral:
    """`[start, end)` of the text. `values` are what it may denote: 12.000 is 12 or 12,000. `scale` is the factor that it names, or 1;
    `unsure` whether the letter behind it names a scale or a unit: 4m.
    """

    start: int
    end: int
    values: frozenset[Decimal]
    scale: int = 1
    worded: bool = False
    unsure: bool = False


def find_numerals(text: str) -> list[Numeral]:
    """The numbers of a folded text, in order and disjoint; in "85 to 90k" both are thousands."""
    found = [_signed(_digits(match), text) for match in NUMBER.finditer(text)]
    found += [Numeral(*m.span(), frozenset({_kanji(m.group())}), worded=True) for m in KANJI.finditer(text)]
    found += [_words(match) for match in WORDS.finditer(text)]
    return _sharing_scales(list(_disjoint(sorted(found, key=lambda each: (each.start, -each.end)))), text)


def _disjoint(found: list[Numeral]) -> Iterator[Numeral]:
    end = 0
    for numeral in found:
        if numeral.start >= end:
            end = numeral.end
            yield numeral


def _sharing_scales(found: list[Numeral], text: str) -> list[Numeral]:
    shared = {one.start: other.scale for one, other in pairwise(found) if _share(one, other, text)}
    return [
        replace(each, values=each.values | {value * shared[each.start] for value in each.values})
        if each.start in shared
        else each
        for each in found
    ]


def _share(one: Numeral, other: Numeral, text: str) -> bool:
    return one.scale == 1 and other.scale > 1 and RANGE.fullmatch(text[one.end : other.start]) is not None


def _signed(numeral: Numeral, text: str) -> Numeral:
    if not SIGN.search(text[max(0, numeral.start - 6) : numeral.start]):
        return numeral
    return replace(numeral, values=frozenset(-value for value in numeral.values))


def _digits(match: re.Match[str]) -> Numeral:
    first, more = match["first"], match["more"]
    if more:
        return Numeral(*match.span(), frozenset({_japanese(first + more)}), SCALES.get(more[-1], 1))
    if match["unsure"]:  # 4m are four metres or minutes, 22K are degrees, too
        scale = SCALES[match["unsure"].lower()]
        values = frozenset(value * factor for value in _readings(first) for factor in (1, scale))
        return Numeral(match.start(), match.start("unsure"), values, scale, unsure=True)
    scale = SCALES.get((match["scale"] or "").strip().lower(), 1)
    return Numeral(*match.span(), frozenset(value * scale for value in _readings(first)), scale)


def _readings(digits: str) -> Iterator[Decimal]:
    """A point before three digits may separate thousands."""
    plain = re.sub(r"[,\u2009\u00a0']", "", digits)
    yield Decimal(plain)
    whole, _, rest = plain.partition(".")
    if len(rest) == 3 and 0 < len(whole) <= 3 and whole != "0":
        yield Decimal(whole + rest)


def _japanese(text: str) -> Decimal:
    """1万2,000, 3億2千万, 8千."""
    total, at = Decimal(0), 0
    for part in PART.finditer(text):
        factor = Decimal(1)
        for letter in part[2]:
            factor *= SCALES[letter]
        total += Decimal((part[1] or "1").replace(",", "")) * factor
        at = part.end()
    return total + (Decimal(text[at:].replace(",", "")) if text[at:] else 0)


def _kanji(text: str) -> Decimal:
    if all(letter in KANJI_DIGITS for letter in text):
        return Decimal("".join(str(KANJI_DIGITS[letter]) for letter in text))
    total, part, digit = 0, 0, 0
    for letter in text:
        if letter in KANJI_DIGITS:
            digit = 10 * digit + KANJI_DIGITS[letter]
        elif SCALES[letter] >= 10**4:
            total, part, digit = total + (part + digit or 1) * SCALES[letter], 0, 0
        else:
            part, digit = part + (digit or 1) * SCALES[letter], 0
    return Decimal(total + part + digit)


def _words(match: re.Match[str]) -> Numeral:
    text = match.group().lower()
    value = Decimal(_worded(re.findall(r"[a-z]+", text.removesuffix(" and a half"))))
    value += Decimal("0.5") if text.endswith(" and a half") else 0
    value *= Decimal("0.5") if text.startswith("half a") else 1
    return Numeral(*match.span(), frozenset({value}), worded=True)


def _worded(words: list[str]) -> int:
    total, part = 0, 0
    for word in words:
        if word in WORD_VALUES:
            part += WORD_VALUES[word]
        elif word in ("hundred", "dozen"):
            part = (part or 1) * SCALES[word]
        elif word in SCALES:
            total, part = total + (part or 1) * SCALES[word], 0
    return total + part
