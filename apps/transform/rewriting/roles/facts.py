"""Owners and deadlines, as a statement says them."""

import re
from dataclasses import dataclass

_DAY_JA = (
    r"本日|今日|明日|あす|明後日|今週|来週|再来週|今月|来月|今期|来期|月末|週末|年末|年度末|年度|年内|月内|週内|週明け|正午|終業|夕方|"
    r"(?:午前|午後|朝|夜)|[月火水木金土日]曜日?|\d{1,4}年|\d{1,2}月|\d{1,2}/\d{1,2}|\d{1,2}日|\d{1,2}時|\d{1,2}分|\d{1,2}:\d{2}|"
    r"[（(][月火水木金土日祝・]{1,3}[)）]|半|中|末|の|いっぱい"
)
DUE_JA = re.compile(rf"(?<!から)(?<![\d〜～~–-])(?:(?:{_DAY_JA}) ?){{1,12}}(?:まで|(?<=中)(?=に)|以内)")
"""What follows から or a dash is the end of a span of time, not a deadline."""
DUE_TAIL_JA = re.compile(r"に(?:は)?、?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_EN = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}|"
    r"\d{1,2}(?::\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.)?(?:\s(?:JST|UTC|GMT|CET|EST|PST|ET|PT))?|"
    r"the\s\d{1,2}(?:st|nd|rd|th)|(?:next\s|this\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|tonight|noon|midnight|eod|cob|eow|"
    r"(?:the\s)?end\sof\s(?:the\s|this\s|next\s)?(?:day|week|month|quarter|year|sprint)|(?:this|next)\s(?:week|month|quarter))"
)
DUE_EN = re.compile(
    rf"\b(?:by|before|until|no\slater\sthan|not\slater\sthan)\s{_DAY_EN}(?:,?\s(?:at\s|on\s)?{_DAY_EN}){{0,2}}\b", re.I
)
WITHIN = {
    "ja": re.compile(
        r"に[^。]{0,60}(?:まし|でし)?た$|に[^、。]{0,40}(?:れば|たら|[えけげせねべめ]ば|場合は?)、"
        r"|と(?:お?伝|ご?連絡|言|ご?案内|思|聞|ご?回答|ご?返信)"
    ),
    "en": re.compile(r"\b(?:which|who|if|because)\b|\bthat\b(?!\s*$)|\bfrom\b[^.,]{0,24}$"),
}
"""Signs that a date belongs to what is told or was done, or to a condition, not to the task."""
EVENT_JA = re.compile(r"(?P<due>[^、。]{1,24}まで)に(?:は)?、")
OWNER_JA = re.compile(
    r"^(?:主)?(?:担当(?:者)?|責任者|窓口|オーナー)(?:は|が|：|:)\s*(?P<who>[^、。]{1,40}?(?:、[^、。]{1,12}?)?)(?<!ます)(?<!ました)(?<!ません)(?<!する)(?<!です)(?:です|となります|になります)?。?$"
)
OWNER_EN = re.compile(
    r"^(?:(?:owners?|contact|lead|assignees?)\s*(?::|is|are)\s*(?P<a>[^.;]{1,60})|(?P<b>[^.;,]{1,40}?)\s(?:is|are)\s(?:the|our|your)\s"
    r"(?:contacts?|owners?|leads?|point of contact))\.?$",
    re.I,
)


@dataclass(frozen=True)
class Due:
    """A deadline as the text has it, and the text without it."""

    text: str
    rest: str


def due_of(text: str, language: str) -> Due | None:
    """The first deadline of a statement. Words that make it harder or softer stay where they are."""
    match = (DUE_JA if language == "ja" else DUE_EN).search(text)
    if not match or WITHIN[language].search(text[match.end() :] if language == "ja" else text[: match.start()]):
        return None
    end = match.end()
    tail = DUE_TAIL_JA.match(text, end) if language == "ja" else None
    head, after = text[: match.start()], text[tail.end() if tail else end :]
    return Due(match[0].strip(), _closed(head, after) if language == "en" else head + after)


def _closed(head: str, after: str) -> str:
    """Both ends of an English text, with one space between unless a mark follows."""
    gap = "" if after.lstrip()[:1] in ("", ",", ".", ";", ":", "?", "!") else " "
    return (head.rstrip() + gap + after.lstrip()).strip()


def event_of(text: str, language: str) -> Due | None:
    """A deadline that is an event (展示会までに、…), where it opens a Japanese statement."""
    match = EVENT_JA.match(text) if language == "ja" else None
    return Due(match["due"], text[match.end() :]) if match else None


def owner_of(text: str, language: str) -> str | None:
    """Who a statement names as the owner, where that is all it says."""
    if language == "ja":
        match = OWNER_JA.match(text)
        return match["who"] if match else None
    match = OWNER_EN.match(text)
    return (match["a"] or match["b"]).strip() if match else None
