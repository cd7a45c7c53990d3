"""Same word, two meanings: words that engineers and business readers take differently, where nothing settles which is meant.

Precision comes first: a word is told only where its construction leaves both readings open, once a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from apps.analyze.contracts import DoubleMeaning, Language, Side
from apps.analyze.language.sentences import Sentence
from apps.analyze.language.width import fold
from apps.analyze.lenses.subject import Subject
from apps.analyze.lexicons import FOLDER
from tonebridge.rulebooks import load_entries

WHEN = {
    "ja": re.compile(
        r"\d+ ?(?:時|日|分|月|週|か月|ヶ月|営業日)|\d[/:]\d|本日|今日|明日|明後日|今[週月]|来[週月]|月末|週末|週明け|正午|夕方"
        r"|午[前後]|[月火水木金土日]曜|(?<!なるべく早く)までに"
    ),
    "en": re.compile(
        r"\b(?:\d{1,2}(?::\d{2})? ?(?:am|pm)|\d{1,2}:\d{2}|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|tonight|noon"
        r"|midnight|(?:this|next) (?:morning|afternoon|week|month|quarter|sprint)|(?:\d+|an?|one|two|three|four|five|ten|few) "
        r"(?:business )?(?:minutes?|hours?|days?|weeks?|months?)|by (?:the )?(?:end|\d)|q[1-4]|jan(?:uary)?|feb(?:ruary)?|march|april|june"
        r"|july|aug(?:ust)?|sept(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
    ),
}
"""What says when: a date, a time, a span."""

WHERE = {
    "ja": re.compile(r"本番|検証環境|ステージング|リリース|デプロイ|公開|反映|マージ|プルリク|レビュー待ち"),
    "en": re.compile(
        r"\b(?:deploy\w*|releas\w*|live|merged|shipped|staging|production|prod|rolled out|rollout|in review|pull request|pr)\b"
    ),
}
"""What says how far a change has come."""


@dataclass(frozen=True)
class DoubleMeaningEntry:
    """A word, where it can be read both ways (`said`) and what settles it in the same sentence or the next (`clear`), as
    linear regular expressions without case; {when} and {where} stand for `WHEN` and `WHERE`. The span is the named group
    that matched, or the whole match. `engineer` and `business` are pairs: Japanese, English.
    """

    word: str
    language: Language
    said: str
    clear: str
    engineer: tuple[str, str]
    business: tuple[str, str]
    precise: str
    side: Literal["", "engineer", "business"] = ""

    def __post_init__(self) -> None:
        if len(self.engineer) != 2 or len(self.business) != 2:
            raise ValueError("engineer and business are pairs: Japanese, English")
        if self.side not in ("", "engineer", "business"):
            raise ValueError(f"unknown side {self.side!r}")
        try:
            _compile(self)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error


@dataclass(frozen=True)
class Rule:
    """An entry with its patterns compiled."""

    entry: DoubleMeaningEntry
    said: re.Pattern[str]
    clear: re.Pattern[str]


def find_in(
    subject: Subject, *, sender: Side | None, receiver: Side | None, reader_language: Language
) -> tuple[DoubleMeaning, ...]:
    """The words that the two sides read differently, in order and disjoint; none between people of one side."""
    if sender is not None and sender == receiver:
        return ()
    prose = fold(subject.prose)
    rules = [rule for rule in _rules(subject.language) if sender is None or rule.entry.side in ("", sender)]
    found = (_found(subject, prose, rule, reader_language) for rule in rules)
    return tuple(_disjoint(one for one in found if one))


def _found(subject: Subject, prose: str, rule: Rule, reader: Language) -> DoubleMeaning | None:
    """The first place where the word stands open."""
    if not rule.said.search(prose):  # most words don't stand in most texts
        return None
    ends = [sentence.end for sentence in subject.sentences[1:]] + [len(prose)]
    for sentence, next_end in zip(subject.sentences, ends, strict=True):
        match = rule.said.search(prose[sentence.start : sentence.end])
        if match and not rule.clear.search(prose[sentence.start : next_end]):
            return _meaning(subject, sentence, match, rule.entry, reader)
    return None


def _meaning(
    subject: Subject, sentence: Sentence, match: re.Match[str], entry: DoubleMeaningEntry, reader: Language
) -> DoubleMeaning:
    start, end = (sentence.start + at for at in match.span(match.lastgroup or 0))
    at = 0 if reader == "ja" else 1
    return DoubleMeaning(
        entry.word, subject.text[start:end], start, end, entry.engineer[at], entry.business[at], entry.precise
    )


def _disjoint(found: Iterable[DoubleMeaning]) -> Iterator[DoubleMeaning]:
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            yield one
            end = one.end


@lru_cache(maxsize=2)
def _rules(language: Language) -> tuple[Rule, ...]:
    entries = load_entries(FOLDER / "double_meanings.yaml", DoubleMeaningEntry)
    return tuple(_compile(entry) for entry in entries if entry.language == language)


def _compile(entry: DoubleMeaningEntry) -> Rule:
    when, where = WHEN[entry.language].pattern, WHERE[entry.language].pattern
    clear = entry.clear.replace("{when}", f"(?:{when})").replace("{where}", where)
    return Rule(entry, re.compile(entry.said, re.I | re.M), re.compile(clear, re.I))
