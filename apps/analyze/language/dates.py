"""Dates, times, weekdays and relative days, with what they bound and how firmly."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.language.width import fold
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

Role = Literal["", "by", "from", "until", "about"]
Kind = Literal["date", "time"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)s?"
PART = {
    "上旬": "early",
    "初旬": "early",
    "初め": "early",
    "はじめ": "early",
    "頭": "early",
    "中旬": "mid",
    "半ば": "mid",
    "下旬": "late",
    "末": "end",
    "末日": "end",
}


@dataclass(frozen=True)
class RelativeDay:
    """A day named from today, and how it is written."""

    value: str
    spellings: tuple[str, ...]


RELATIVE: dict[str, str] = {
    s: day.value for day in load_entries(FOLDER / "relative_days.yaml", RelativeDay) for s in day.spellings
}


def _words(*, ascii_only: bool) -> str:
    return "|".join(sorted((word for word in RELATIVE if word.isascii() == ascii_only), key=len, reverse=True))


def _year(text: str | None) -> str:
    return f"{text}-" if text else ""


def _numeric_date(match: re.Match[str]) -> str | None:
    month, day = int(match["m"]), int(match["d"])
    return f"{_year(match.groupdict().get('y'))}{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _named_date(match: re.Match[str]) -> str | None:
    if match["m"] == "may" and "th" not in match.group():  # "Windows 10 may be dropped"
        return None
    month = MONTHS.index(match["m"][:3].lower()) + 1
    day = match.groupdict().get("d")
    return f"{_year(match.groupdict().get('y'))}{month:02}-{int(day):02}" if day else f"month {month}"


def _japanese_month(match: re.Match[str]) -> str | None:
    month, part = int(match["m"]), PART.get(match["part"] or "", "")
    return f"month {month} {part}".strip() if 1 <= month <= 12 else None


def _day_of_month(match: re.Match[str]) -> str | None:
    return f"day {int(match['d']):02}"


def _weekday(match: re.Match[str]) -> str | None:
    word = match["w"]
    at = "月火水木金土日".find(word) if len(word) == 1 else WEEKDAYS.index(word[:3].lower())
    return f"weekday {at}"


def _relative(match: re.Match[str]) -> str | None:
    return RELATIVE.get(match.group().lower())


def _clock(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    hour, minute = int(groups["h"]), 30 if groups.get("half") else int(groups.get("m") or 0)
    half = (groups.get("ap") or "").lower().replace(".", "")
    if half in ("pm", "p", "午後", "夕方", "夜") and hour < 12:
        hour += 12
    if half in ("am", "a", "午前") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour <= 29 and minute < 60 else None


def _named_clock(match: re.Match[str]) -> str | None:
    return {"noon": "12:00", "正午": "12:00", "midnight": "00:00", "深夜0時": "00:00"}[match.group().lower()]


Reader = Callable[[re.Match[str]], str | None]
PATTERNS: tuple[tuple[Kind, re.Pattern[str], Reader], ...] = (
    ("date", re.compile(r"(?<![\d/.-])(?P<y>\d{4})[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})(?:日|(?![\d/.-]))"), _numeric_date),
    ("date", re.compile(r"(?<![\d/])(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日"), _numeric_date),
    ("date", re.compile(r"(?<![A-Za-z\d/.])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/])"), _numeric_date),
    ("date", re.compile(rf"\b(?P<m>{MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:)(?:, (?P<y>\d{{4}}))?", re.I), _named_date),
    ("date", re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{MONTH})(?![a-z])(?: (?P<y>\d{{4}}))?", re.I), _named_date),
    ("date", re.compile(r"(?<!\d)(?P<m>\d{1,2})月(?P<part>上旬|初旬|初め|はじめ|頭|中旬|半ば|下旬|末日|末)?(?!額|間)"), _japanese_month),
    ("date", re.compile(r"\b(?P<m>January|February|March|April|June|July|August|September|October|November|December)\b"), _named_date),
    ("date", re.compile(r"(?<=[Ii]n )(?P<m>May)\b"), _named_date),
    ("date", re.compile(r"\bthe (?P<d>\d{1,2})(?:st|nd|rd|th)\b(?! \w+ly)"), _day_of_month),
    ("date", re.compile(r"(?P<w>[月火水木金土日])曜(?:日)?"), _weekday),
    ("date", re.compile(r"(?<=[（(])(?P<w>[月火水木金土日])(?=[）)])"), _weekday),
    ("date", re.compile(rf"\b(?P<w>{DAY})\b"), _weekday),
    ("date", re.compile(_words(ascii_only=False)), _relative),
    ("date", re.compile(rf"\b(?:{_words(ascii_only=True)})\b", re.I), _relative),
    ("time", re.compile(r"(?P<ap>午前|午後|(?<![今明翌])朝の?|夕方の?|夜の?)?(?<![\d:])(?P<h>\d{1,2}):(?P<m>\d{2})(?!\d)(?: ?(?P<ap2>[AaPp]\.?[Mm]\.?)\b)?"), lambda match: _clock_with(match)),
    ("time", re.compile(r"(?P<ap>午前|午後|(?<![今明翌])朝の?|夕方の?|夜の?)?(?<!\d)(?P<h>\d{1,2})時(?!間)(?:(?P<half>半)|(?P<m>\d{1,2})分)?"), _clock),
    ("time", re.compile(r"(?<![\w.:])(?P<h>\d{1,2}) ?(?P<ap>[AaPp]\.?[Mm])\b"), _clock),
    ("time", re.compile(r"\b(?:noon|midnight)\b|正午", re.I), _named_clock),
)  # fmt: skip # a table, read by rows


def _clock_with(match: re.Match[str]) -> str | None:
    """A clock time whose half of the day stands before it (午後5:00) or after it (5:00 pm)."""
    hour, minute = int(match["h"]), int(match["m"])
    half = (match["ap2"] or match["ap"] or _range_half(match)).lower().replace(".", "")
    if half in ("pm", "午後", "夕方", "夜", "夕方の", "夜の") and hour < 12:
        hour += 12
    if half in ("am", "午前") and hour == 12:
        hour = 0
    return f"{hour:02}:{minute:02}" if hour <= 29 and minute < 60 else None


def _range_half(match: re.Match[str]) -> str:
    """The half of the day that a range says once, at its end: 2:00-3:30 am."""
    tail = re.match(r" ?(?:-|to) ?\d{1,2}:\d{2} ?([AaPp]\.?[Mm])\b", match.string[match.end() : match.end() + 16])
    return tail[1] if tail else ""


ROLE_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("about", re.compile(r"(?:頃|ごろ|あたり|前後|を?(?:目安|目処|めど)|-ish)")),
    (
        "by",
        re.compile(r"(?:中|の?うち)?(?:までに|まで(?!の間)|必着|締め?切?り?|期限|厳守|以内)| at the latest|, latest"),
    ),
    ("from", re.compile(r"(?:以降|から|より(?!前))| at the earliest")),
)
ROLE_BEFORE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (
        "by",
        re.compile(r"(?:\bby|no later than|\bdue(?: on)?|deadline:?|期限[：:は]?|締め?切り?[：:は]?) (?:the )?$", re.I),
    ),
    ("by", re.compile(r"遅くとも$")),
    ("from", re.compile(r"(?:\bnot|n't|\bcannot|\bnever)\b[^.,;\n]{0,30}\b(?:before|until) $", re.I)),
    ("about", re.compile(r"(?:\baround|\babout|\broughly|\bapprox\.?|\bsometime) $", re.I)),
    ("from", re.compile(r"早くても$|(?:\bfrom|\bsince|\bstarting|\bafter|\bno earlier than) $", re.I)),
    ("until", re.compile(r"(?:\buntil|\btill) $", re.I)),
)


@dataclass(frozen=True)
class When:
    """A date or a time. `value` is canonical: "06-20", "2026-06-20", "17:00", "weekday 4", "tomorrow", "month 9 end"."""

    start: int
    end: int
    text: str
    kind: Kind
    value: str
    role: Role


@lru_cache(maxsize=64)
def find_dates(prose: str) -> tuple[When, ...]:
    """Dates and times of a text, in order and disjoint."""
    text = fold(prose)
    taken = bytearray(len(text))
    found = [when for kind, pattern, read in PATTERNS for when in _claim(text, taken, kind, pattern, read)]
    return tuple(sorted(found, key=lambda when: when.start))


def _claim(text: str, taken: bytearray, kind: Kind, pattern: re.Pattern[str], read: Reader) -> Iterator[When]:
    for match in pattern.finditer(text):
        start, end = match.span()
        value = None if any(taken[start:end]) else read(match)
        if value is not None:
            taken[start:end] = b"\x01" * (end - start)
            yield When(start, end, text[start:end], kind, value, _role(text, start, end))


def _role(text: str, start: int, end: int) -> Role:
    before = text[max(0, start - 48) : start]
    for role, pattern in ROLE_AFTER:
        if pattern.match(text, end):
            return role
    return next((role for role, pattern in ROLE_BEFORE if pattern.search(before)), "")
