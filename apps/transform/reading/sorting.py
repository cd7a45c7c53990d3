"""What a message says, sorted: facts, guesses, feelings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.analyze.actions.find_harshness import find_harshness
from apps.analyze.language.document import Document
from apps.analyze.language.polarity import find_cues
from apps.transform.contracts import Ask, Language, Passage
from apps.transform.reading.spans import introduces, passage, says_something
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.rulebook import load_entries

FEELINGS = Path(__file__).with_name("feelings.yaml")
HARD = frozenset({"trouble", "anger", "reproach", "disappointment"})
"""Feelings of somebody who isn't well served."""
TELLING = frozenset({"profanity", "insult", "contempt", "blame", "threat", "disapproval", "dismissal"})
"""Harsh words that tell a feeling; an abrupt order or a word like "mistake" needn't."""
REPORTS = frozenset({Role.IMPACT, Role.OCCURRENCE, Role.ACTION, Role.UNDERWAY, Role.CAUSE, Role.COST, Role.DECISION})
SUPPOSED = re.compile(
    r"と(?:思って|見て|みて|考えて|感じて)|(?:では|じゃ)ないか(?:と|。|$)|気がし(?:て|ます)|フレーク|\b(?:my guess|i'?d say|i suppose|i assume|"
    r"we suppose|i feel (?:like|that))\b",
    re.I,
)


@dataclass(frozen=True)
class FeelingEntry:
    """A pattern (without case) that tells a feeling in one language."""

    feeling: str
    language: str
    pattern: str

    def __post_init__(self) -> None:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"bad pattern: {error}") from error


@dataclass(frozen=True)
class Said:
    """The sorted stretches, each in the order of the message. `in_trouble`: the writer isn't well served."""

    facts: tuple[Passage, ...]
    guesses: tuple[Passage, ...]
    feelings: tuple[Passage, ...]
    in_trouble: bool


def sort_statements(document: Document, told: Sequence[Statement], asks: Sequence[Ask], language: Language) -> Said:
    """Every statement that isn't an ask is a fact, a guess or a feeling; one that reports and feels is both."""
    telling = [s for s in told if says_something(s, document) and not introduces(s, language)]
    asked = {ask.start for ask in asks}
    felt = {at: _felt(document, statement, language) for at, statement in enumerate(telling)}
    harshness = find_harshness(text=document.text, language=language)
    harsh = [evidence.start for evidence in harshness.evidence if evidence.reason in TELLING]
    feeling = [s for at, s in enumerate(telling) if felt[at] or any(s.start <= place < s.end for place in harsh)]
    stated = [s for s in telling if passage(document, s.start, s.end).start not in asked and _states(s, s in feeling)]
    guessed = [statement for statement in stated if _is_guess(document, statement, language)]
    return Said(
        facts=_passages(document, (s for s in stated if s not in guessed)),
        guesses=_passages(document, guessed),
        feelings=_passages(document, feeling),
        in_trouble=harshness.flagged or any(kinds & HARD for kinds in felt.values()),
    )


def _states(statement: Statement, feels: bool) -> bool:
    """Whether a statement reports something, beside what it feels."""
    return not feels or statement.role in REPORTS or any(c.isdigit() for c in statement.text)


def _felt(document: Document, statement: Statement, language: Language) -> frozenset[str]:
    prose = document.prose[statement.start : statement.end]
    return frozenset(feeling for feeling, pattern in _patterns(language) if pattern.search(prose))


def _is_guess(document: Document, statement: Statement, language: Language) -> bool:
    prose = document.prose[statement.start : statement.end]
    return (
        statement.uncertain
        or bool(SUPPOSED.search(prose))
        or any(cue.kind == "uncertain" for cue in find_cues(prose, language))
    )


def _passages(document: Document, statements: Iterable[Statement]) -> tuple[Passage, ...]:
    return tuple(passage(document, statement.start, statement.end) for statement in statements)


@lru_cache(maxsize=2)
def _patterns(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = (entry for entry in load_entries(FEELINGS, FeelingEntry) if entry.language == language)
    return tuple((entry.feeling, re.compile(entry.pattern, re.I)) for entry in entries)
