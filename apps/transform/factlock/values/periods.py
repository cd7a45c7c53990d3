"""How often, and per what: a month, each week, daily, 毎日, 月額, 1時間ごと."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NAMES = {
    "second": "second", "sec": "second", "s": "second", "秒": "second", "minute": "minute", "min": "minute", "分": "minute",
    "hour": "hour", "hr": "hour", "h": "hour", "時間": "hour", "時": "hour", "hourly": "hour", "day": "day", "日": "day", "daily": "day", "nightly": "day", "朝": "day", "晩": "day", "night": "day", "morning": "day", "evening": "day",
    "week": "week", "wk": "week", "週": "week", "weekly": "week", "month": "month", "mo": "month", "月": "month", "か月": "month", "ヶ月": "month", "カ月": "month", "monthly": "month",
    "quarter": "quarter", "quarterly": "quarter", "四半期": "quarter", "year": "year", "yr": "year", "年": "year", "yearly": "year", "annually": "year", "annual": "year", "annum": "year",
    "lesson": "lesson", "term": "term", "sale": "sale", "session": "session",
}  # fmt: skip # a table, read by rows
WORD = r"seconds?|sec|minutes?|min|hours?|hr|days?|nights?|mornings?|evenings?|weeks?|wk|months?|mo|quarters?|years?|yr|annum"
PATTERNS = (
    re.compile(rf"(?:/ ?|\bper |\ba |\ban |\beach |\bevery )({WORD}|s|h)\b(?! (?:ago|later|earlier|before|after|from|or so|long|in advance|or two|and a half|off|longer))", re.I),
    re.compile(r"\b(hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually|annual)\b", re.I),
    re.compile(r"毎(秒|分|時(?!点)|日|朝|晩|週|月|年)"),
    re.compile(r"(?<![\d一-龥])(?:1|一)?(秒|分|時間|日|週間?|か月|ヶ月|カ月|年)(?:ごと|毎|あたり|当たり|につき|おき)"),
    re.compile(r"(?<!\d)(?:1|一)(秒|分|時間|日|週間?|か月|ヶ月|カ月|年)に(?=(?:約|最大|最低)?[\d一二三四五六七八九])"),
    re.compile(r"(?<![\d一-龥])(月|年|週|日)(?:額|に(?=\d)|間?(?=約?\d))(?!曜)"),
    re.compile(r"/(秒|分|時間?|日|週|か?月|年)"),
)  # fmt: skip # read one by one


@dataclass(frozen=True)
class Period:
    """A place that says per what; `value` is its English name."""

    start: int
    end: int
    value: str


def find_periods(text: str) -> Iterator[Period]:
    """The periods of a folded text."""
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            word = match[1].lower()
            value = NAMES.get(word) or NAMES.get(word.rstrip("s")) or NAMES.get(word.rstrip("間"), "")
            if value:
                yield Period(*match.span(), value)
