"""Where dates, times of day, weekdays and days named from another stand, and what each may denote."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from apps.transform.factlock.values import readings
from apps.transform.factlock.values.days import NAMED_DAYS
from apps.transform.factlock.values.readings import Date, Reading, same_reading

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
WHOLE_MONTH = (
    r"(?:January|February|March|April|June|July|August|September|October|November|December"
    r"|january|february|april|june|july|august|september|october|november|december"
    r"|(?<=\b[Ii]n )[Mm]ay|(?<=\bof )[Mm]ay|(?<=since )[Mm]ay|(?<=until )[Mm]ay|(?<=\bby )[Mm]ay|(?<=\bend )[Mm]ay)"
)
DAY = r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:s|nesday)?|Thu(?:rs?(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)s?"
AP = r"(?:午前|午後|(?<![今明翌毎])朝|早朝|未明|夕方?|(?<![昨今])夜|深夜|晩)の?"
ORDINAL = r"(?:st|nd|rd|th)"
JP_PART = r"(?:上旬|初旬|初め|はじめ|頭|中旬|半ば|なかば|下旬|末日|末|終わり)"
EN_PART = r"(?:early|mid|late|beginning of|start of|middle of|(?:the )?end of|end)"
AFTER_WORD = "".join(
    rf"(?<=\b{word} )|"
    for word in [
        "by",
        "on",
        "next",
        "this",
        "last",
        "til",
        "till",
        "until",
        "every",
        "from",
        "since",
        "before",
        "after",
        "or",
        "and",
    ]
)
AT = "".join(rf"(?<=\b{word} )|" for word in ["by", "until", "till", "since", "before", "after", "from"])
AFTER_DAY = "".join(f"(?<={day} )|" for day in ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "day"])


def _words(*, latin: bool) -> str:
    words = sorted((word for word in NAMED_DAYS if word.isascii() == latin), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)


Reader = Callable[[re.Match[str]], Iterator[Reading]]
PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"(?<![\d/.-])(?P<y>\d{4})[-/.年] ?(?P<m>\d{1,2})[-/.月] ?(?P<d>\d{1,2})(?:日|(?![\d/.-]))"), readings.year_month_day),
    (re.compile(r"(?P<era>令和|平成|(?<![A-Za-z])[RH])(?P<y>\d{1,2})[./年](?P<m>\d{1,2})[./月](?P<d>\d{1,2})日?"), readings.era_date),
    (re.compile(r"(?<![\d/.-])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4}|\d{2})(?P<either>)(?![\d/.])"), readings.year_month_day),
    (re.compile(r"(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})日?(?![\d時:])"), readings.year_month_day),
    (re.compile(r"(?<![A-Za-z\d/.,\\-])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?P<either>)(?![\d/])"), readings.year_month_day),
    (re.compile(rf"(?:(?P<part>{EN_PART})[ -])?\b(?P<m>{MONTH}) (?P<d>\d{{1,2}}){ORDINAL}?(?![\d:]|\.\d| ?%| ?[ap]\.?m)(?:,? (?P<y>20\d\d|19\d\d))?", re.I), readings.named_month),
    (re.compile(rf"\b(?P<d>\d{{1,2}}){ORDINAL}?[ /-](?:of )?(?P<m>{MONTH})(?![a-z])(?:,? (?P<y>20\d\d|19\d\d))?", re.I), readings.named_month),
    (re.compile(rf"(?:(?P<y>\d{{4}})年)?(?<!\d)(?P<m>\d{{1,2}})月の?(?P<part>{JP_PART})?(?!額|間|曜)"), readings.japanese_month),
    (re.compile(rf"\b(?P<part>{EN_PART})[ -](?P<m>{MONTH})\b(?:,? (?P<y>20\d\d))?", re.I), readings.named_month),
    (re.compile(rf"\b(?P<sure>(?P<m>{WHOLE_MONTH}))\b(?:,? (?P<y>20\d\d))?"), readings.named_month),
    (re.compile(r"\b(?P<m>Mar|May)\b(?:(?=[-/]|\.? (?:to|through|and) [A-Z][a-z]{2})|(?<=[a-z][-/]Mar)|(?<=[a-z][-/]May))"), readings.named_month),
    (re.compile(r"\b(?P<m>[Jj]an|[Ff]eb|[Aa]pr|[Jj]un|[Jj]ul|[Aa]ug|[Ss]ept?|[Oo]ct|[Nn]ov|Dec)\b\.?"), readings.named_month),
    (re.compile(r"(?P<era>令和|平成|(?<![A-Za-z])R(?=\d))(?P<y>\d{1,2})(?:年度?)"), readings.year),
    (re.compile(r"(?<!\d)(?P<y>20\d\d)年度?(?!間)"), readings.year),
    (re.compile(rf"\b(?:the )?(?<!every )(?P<d>\d{{1,2}}){ORDINAL}\b(?! (?:floor|street|time|quarter|grade|year|row|place|percentile))", re.I), readings.day_of_month),
    (re.compile(r"(?<![\d.,])(?P<d>\d{1,2})日(?!間|前|後|おき|ごと|分|以内|たっ|経|ほど|は?かか|程度|遅|早|ずつ|連続|目|あたり|当たり|につき|平均|あれば|以上|休|短|延)"), readings.day_of_month),
    (re.compile(r"\bQ(?P<q>[1-4])(?![\w-])|第(?P<n>[1-4一二三四])四半期|\b(?P<word>first|second|third|fourth)[ -]quarter(?! of (?:an|the) hour)\b", re.I), readings.quarter),
    (re.compile(r"(?P<a>[月火水木金土日])曜?日?(?:から|-|~|～)(?P<b>[月火水木金土日])(?:曜日?)?(?![一-龥])"), readings.weekday_range),
    (re.compile(rf"\b(?P<a>{DAY}) ?(?:-|to|through|thru|until) ?(?P<b>{DAY})\b", re.I), readings.weekday_range),
    (re.compile(r"\b(?:weekdays?|weekends?)\b|平日|土日|週末", re.I), readings.part_of_week),
    (re.compile(r"(?P<w>(?:[月火水木金土日][・、/と]){0,6}[月火水木金土日])曜日?"), readings.weekdays),
    (re.compile(r"(?<=[（(])(?P<w>[月火水木金土日](?:[・、/][月火水木金土日]){0,6})(?=[）)・])"), readings.weekdays),
    (re.compile(r"\b(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b", re.I), readings.weekdays),
    (re.compile(r"\b(?P<w>Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)s?\b\.?(?!')"), readings.weekdays),
    (re.compile(r"(?<![a-z'])(?P<w>mon|tues|weds|thurs?|fri)s?\b(?!')"), readings.weekdays),
    (re.compile(r"(?<![a-z'])(?P<w>wed|thu|sat|sun)\b(?= ?(?:\d|[,.;:)?!/]|$|noon|midnight|morning|night|evening|afternoon|am\b|pm\b))", re.M), readings.weekdays),
    (re.compile(rf"(?:{AFTER_WORD}(?<=[-/]))(?P<w>tue|wed|thu|sat|sun)\b"), readings.weekdays),
    (re.compile(_words(latin=False)), readings.named_day),
    (re.compile(rf"\b(?:{_words(latin=True)})\b", re.I), readings.named_day),
    (re.compile(rf"(?P<ap>{AP})?(?<!\d)(?<!\d:)(?P<h>\d{{1,2}}):(?P<min>[0-5]\d)(?::\d\d)?(?!\d)(?: ?(?P<ap2>(?:[AaPp][Mm]\b|[AaPp]\.[Mm]\.)))?"), readings.clock),
    (re.compile(rf"(?P<ap>{AP})?(?<![\d.])(?P<h>\d{{1,2}})時(?!間)(?:(?P<half>半)|(?P<min>\d{{1,2}})分)?"), readings.clock),
    (re.compile(r"(?<![\w.:])(?P<h>\d{1,2})(?:[.:](?P<min>[0-5]\d))? ?(?P<ap2>(?:[AaPp][Mm]\b|[AaPp]\.[Mm]\.))"), readings.clock),
    (re.compile(r"(?<![\w.:])(?P<h>\d{1,2})(?:[.](?P<min>[0-5]\d))?(?= ?(?:-|to|and|or|until|till) ?\d{1,2}(?:[:.]\d\d)? ?(?:[AaPp]\.?[Mm])\b)"), readings.clock),
    (re.compile(rf"(?P<ap>{AP})?(?<![\w.:])(?P<h>\d{{1,2}})(?=(?:-|~|から|・|、|/)\d{{1,2}}(?:時(?!間)|:\d\d))"), readings.clock),
    (re.compile(r"(?<![\w.:])(?P<h>\d{1,2}) o'?clock"), readings.clock),
    (re.compile(rf"(?:{AT}(?<=\bat ))(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?![\d:%/-]|[.,]\d|\w| ?(?:kg|g|km|m|mm|units?|pcs|people)\b)", re.I), readings.clock),
    (re.compile(rf"(?:{AFTER_DAY}(?<=\bat ))(?P<h>[01]?\d|2[0-3])h(?P<min>[0-5]\d)?\b", re.I), readings.clock),
    (re.compile(r"(?<![\d,.])(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?= ?(?:hrs?|hours|h)\b)"), readings.clock),
    (re.compile(r"\b(?P<part>half|quarter|five|ten|twenty) (?P<side>past|to) (?P<h>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.I), readings.past_or_to),
    (re.compile(r"午前中?|午後|(?<![今明翌毎昨])朝|夕方|(?<![今昨])夜間?|(?<!until )\b(?:mornings?|afternoons?|evenings?|nights?|nites?|overnight)\b", re.I), readings.part_of_day),
    (re.compile(r"(?:\b12 )?\b(?:noon|midday|midnight)\b|正午", re.I), readings.hour_word),
)  # fmt: skip # a table, read by rows


@dataclass(frozen=True, eq=False)
class Moment:
    """`[start, end)` of the text, and everything that it may denote."""

    start: int
    end: int
    readings: frozenset[Reading]

    @property
    def kind(self) -> str:
        """date, weekday, time, relative or part."""
        first = next(iter(self.readings))
        return "date" if isinstance(first, Date) else first.kind

    @property
    def dates(self) -> tuple[Date, ...]:
        """The readings that are dates."""
        return tuple(each for each in self.readings if isinstance(each, Date))

    @property
    def minutes(self) -> tuple[int, ...]:
        """Its times, in minutes from midnight."""
        return tuple(int(each.value) for each in self.readings if not isinstance(each, Date) and each.kind == "time")


def find_moments(text: str, taken: bytearray) -> Iterator[Moment]:
    """The dates and times of a folded text outside what is taken; their places are taken then."""
    for pattern, read in PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            found = frozenset[Reading]() if any(taken[start:end]) else frozenset(read(match))
            if found:
                taken[start:end] = b"\x01" * (end - start)
                yield Moment(start, end, found)


def same_moment(one: Moment, other: Moment) -> bool:
    """Whether both can denote the same."""
    return any(same_reading(mine, theirs) for mine in one.readings for theirs in other.readings)
