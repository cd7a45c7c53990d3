"""How a match is read as a date or a time: everything that it may denote."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from apps.transform.factlock.values.days import NAMED_DAYS

DAY_MINUTES = 24 * 60
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KANJI_DAYS = "月火水木金土日"
PARTS = {
    "early": "early", "beginning of": "early", "start of": "early", "mid": "mid", "middle of": "mid", "late": "late",
    "end of": "end", "end": "end", "the end of": "end",
}  # fmt: skip # a table, read by rows
JAPANESE_PARTS = {
    "上旬": "early", "初旬": "early", "初め": "early", "はじめ": "early", "頭": "early", "中旬": "mid", "半ば": "mid", "なかば": "mid",
    "下旬": "late", "末": "end", "末日": "end", "終わり": "end",
}  # fmt: skip # a table, read by rows
PARTS_OF_DAY = {
    "午前": "morning", "午前中": "morning", "朝": "morning", "午後": "afternoon", "夕方": "evening", "夜": "night", "夜間": "night", "overnight": "night", "nite": "night", "nites": "night",
}  # fmt: skip # a table, read by rows
HOURS = {"noon": 12, "midday": 12, "正午": 12, "midnight": 0}
HOUR_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}
QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4} | {
    str(n): n for n in range(1, 5)
}
ERA = {"令和": 2018, "平成": 1988, "R": 2018, "H": 1988}
LATE = frozenset(["pm", "p", "午後", "夕方", "夕", "夜", "晩", "昼"])
RANGE_TAIL = re.compile(r" ?(?:-|~|to|and|or|until|til|till) ?\d{1,2}(?:[:.]\d{2})? ?([AaPp]\.?[Mm])\b")
RANGE_HEAD = re.compile(r"(午前|午後|夜|夕方)\d{1,2}(?:時(?:半|\d{1,2}分)?|:\d{2})(?:から|-|~|・|と|、|ではなく)$")


class Date(NamedTuple):
    """A date as far as it is named; `part` is early, mid, late or end of a month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None


class Named(NamedTuple):
    """A weekday (0–6, from Monday), a time (minutes from midnight), a day named from another, a part of the day."""

    kind: str
    value: int | str


Reading = Date | Named


def year_month_day(match: re.Match[str]) -> Iterator[Reading]:
    """2026-06-20, 6/20; 20/6 where the pattern leaves the order open."""
    found = match.groupdict()
    year, month, day = _year(found.get("y")), int(match["m"]), int(match["d"])
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield Date(year, month, day)
    if found.get("either") is not None and 1 <= day <= 12 and 1 <= month <= 31 and month != day:
        yield Date(year, day, month)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + 2000 if len(text) == 2 else int(text)


def named_month(match: re.Match[str]) -> Iterator[Reading]:
    """June 20, end of June."""
    found = match.groupdict()
    if match["m"] in ("may", "mar", "sun", "dec") and not found.get("sure"):  # "Windows 10 may be dropped"
        return
    month = MONTHS.index(match["m"][:3].lower()) + 1
    day = found.get("d")
    if day is None or 1 <= int(day) <= 31:
        yield Date(
            _year(found.get("y")), month, int(day) if day else None, PARTS.get((found.get("part") or "").lower())
        )


def japanese_month(match: re.Match[str]) -> Iterator[Reading]:
    """6月末."""
    if 1 <= (month := int(match["m"])) <= 12:
        yield Date(_year(match["y"]), month, None, JAPANESE_PARTS.get(match["part"] or ""))


def day_of_month(match: re.Match[str]) -> Iterator[Reading]:
    """the 20th, 20日."""
    if 1 <= int(match["d"]) <= 31:
        yield Date(day=int(match["d"]))


def year(match: re.Match[str]) -> Iterator[Reading]:
    """2026年, 令和8年度."""
    era = match.groupdict().get("era")
    yield Date(int(match["y"]) + (ERA[era] if era else 0))


def quarter(match: re.Match[str]) -> Iterator[Reading]:
    """Q3, 第3四半期, the third quarter."""
    said = match["q"] or match["n"] or match["word"].lower()
    yield Named("quarter", QUARTERS[said])


def era_date(match: re.Match[str]) -> Iterator[Reading]:
    """令和8年9月30日, R8.9.30."""
    yield Date(int(match["y"]) + ERA[match["era"]], int(match["m"]), int(match["d"]))


def weekdays(match: re.Match[str]) -> Iterator[Reading]:
    """Tuesday, 火・木曜."""
    for word in re.findall(r"[月火水木金土日]|[A-Za-z]+", match["w"]):
        yield Named("weekday", _weekday(word))


def weekday_range(match: re.Match[str]) -> Iterator[Reading]:
    """Mon–Wed: each day of it."""
    first, last = _weekday(match["a"]), _weekday(match["b"])
    yield from (Named("weekday", (first + step) % 7) for step in range((last - first) % 7 + 1))


def _weekday(word: str) -> int:
    return KANJI_DAYS.find(word[0]) if word[0] in KANJI_DAYS else WEEKDAYS.index(word[:3].lower())


def part_of_week(match: re.Match[str]) -> Iterator[Reading]:
    """Weekdays, weekend."""
    word = match.group().lower()
    days = (5, 6) if "end" in word or word in ("土日", "週末") else range(5)
    yield from (Named("weekday", day) for day in days)


def named_day(match: re.Match[str]) -> Iterator[Reading]:
    """today, 来週."""
    yield Named("relative", NAMED_DAYS[re.sub(r"\s+", " ", match.group().lower())])


def part_of_day(match: re.Match[str]) -> Iterator[Reading]:
    """morning, 午後; evening and night go into each other."""
    word = match.group().lower()
    part = PARTS_OF_DAY.get(word, word.rstrip("s"))
    yield Named("part", part)
    if part in ("evening", "night"):
        yield from (Named("part", "evening"), Named("part", "night"))


def clock(match: re.Match[str]) -> Iterator[Reading]:
    """17:00, 午後5時半, 5 pm; without am or pm an hour up to 12 is either."""
    found = match.groupdict()
    hour, minute = int(match["h"]), 30 if found.get("half") else int(found.get("min") or 0)
    marker = (found.get("ap") or found.get("ap2") or _of_range(match)).lower().replace(".", "").removesuffix("の")
    if hour <= 29 and minute < 60:
        hours = _hours(hour, marker, leading_zero=match["h"][0] == "0" and len(match["h"]) == 2)
        yield from (Named("time", (each * 60 + minute) % DAY_MINUTES) for each in hours)


def _of_range(match: re.Match[str]) -> str:
    """The half of the day that a range says once: 2:00-3:30 am, 午後2時から4時."""
    tail = RANGE_TAIL.match(match.string[match.end() : match.end() + 22])
    head = RANGE_HEAD.search(match.string[max(0, match.start() - 14) : match.start()])
    return tail[1] if tail else head[1] if head else ""


def _hours(hour: int, marker: str, *, leading_zero: bool) -> Iterator[int]:
    if marker in LATE:
        yield hour + 12 if hour < 12 else hour
    elif marker:
        yield 0 if hour == 12 else hour
        if marker == "深夜" and 9 <= hour < 12:
            yield hour + 12
    else:
        yield hour
        if hour <= 12 and not leading_zero:
            yield hour + 12


def hour_word(match: re.Match[str]) -> Iterator[Reading]:
    """noon, midnight."""
    yield Named("time", HOURS[match.group().lower().removeprefix("12 ")] * 60)


def past_or_to(match: re.Match[str]) -> Iterator[Reading]:
    """half past eight, quarter to nine."""
    word, minutes = match["h"].lower(), MINUTES[match["part"].lower()]
    hour = HOUR_WORDS.index(word) if word in HOUR_WORDS else int(word)
    at = hour * 60 + (minutes if match["side"].lower() == "past" else -minutes)
    yield from (Named("time", each % DAY_MINUTES) for each in (at, at + DAY_MINUTES // 2))


def same_reading(one: Reading, other: Reading) -> bool:
    """Whether both can denote the same: 6/20 and the 20th, 6月末 and June 30."""
    if isinstance(one, Date) and isinstance(other, Date):
        return _same_date(one, other)
    return one == other


def _same_date(one: Date, other: Date) -> bool:
    known = [pair for pair in zip(one[:3], other[:3], strict=True) if None not in pair]
    return bool(known) and all(mine == theirs for mine, theirs in known) and _same_part(one, other)


def _same_part(one: Date, other: Date) -> bool:
    if one.part and other.part:
        return one.part == other.part or {one.part, other.part} == {"late", "end"}
    part, day = (one.part, other.day) if one.part else (other.part, one.day)
    if part is None or day is None:
        return True
    return {"early": day <= 10, "mid": 8 <= day <= 22, "late": day >= 20, "end": day >= 28}[part]
