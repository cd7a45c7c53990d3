"""Statements turned round by a phrase or by the opposite word, whatever else was reworded: whether or not, some of, down for up.

Only for texts that were written anew, where the finding is a hint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.language.width import fold
from apps.transform.contracts import FactItem, FactKind, Language
from apps.transform.factlock.clauses import Reading
from tonebridge.rulebooks import load_entries

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class TurnedEntry:
    """A phrase that turns a statement where it is new, and words (`says`) by which the original may say the same."""

    language: Language
    reason: str
    kind: FactKind
    confidence: float
    pattern: str
    says: str


@dataclass(frozen=True)
class ContrastEntry:
    """Words of two opposites."""

    language: Language
    reason: str
    kind: FactKind
    confidence: float
    one: str
    other: str


@lru_cache(maxsize=2)
def _phrases(language: Language) -> tuple[tuple[TurnedEntry, re.Pattern[str], re.Pattern[str]], ...]:
    entries = load_entries(FOLDER / "turned.yaml", TurnedEntry)
    return tuple((e, re.compile(e.pattern, re.I), re.compile(e.says, re.I)) for e in entries if e.language == language)


@lru_cache(maxsize=2)
def _contrasts(language: Language) -> tuple[tuple[ContrastEntry, re.Pattern[str], re.Pattern[str]], ...]:
    entries = load_entries(FOLDER / "contrasts.yaml", ContrastEntry)
    return tuple((e, re.compile(e.one, re.I), re.compile(e.other, re.I)) for e in entries if e.language == language)


def compare_turned(before: Reading, after: Reading) -> Iterator[FactItem]:
    """A hint for each phrase that is new, and for each pair of opposites of which one gave way to the other."""
    said, told = fold(before.prose), fold(after.prose)
    for phrase, pattern, says in _phrases(before.language):
        new = pattern.search(told)
        if new and not says.search(said):
            yield FactItem(phrase.kind, "", _passage(after, new), "look", phrase.reason, phrase.confidence)
    for contrast, one, other in _contrasts(before.language):
        for gone, come in ((one, other), (other, one)):
            if _is_rarer(gone, said, told) and _is_rarer(come, told, said):
                passages = _only_in(gone, before, said), _only_in(come, after, told)
                yield FactItem(contrast.kind, *passages, "look", contrast.reason, contrast.confidence)


def _is_rarer(word: re.Pattern[str], said: str, told: str) -> bool:
    return len(word.findall(told)) < len(word.findall(said))


def _only_in(word: re.Pattern[str], reading: Reading, text: str) -> str:
    match = word.search(text)
    return _passage(reading, match) if match else ""


def _passage(reading: Reading, match: re.Match[str]) -> str:
    clause = reading.clause_at(match.start())
    return reading.text[clause.start : clause.end].strip(" 、,。.\n") if clause else match.group()
