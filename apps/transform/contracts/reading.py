"""A received message, read for somebody: what is asked of them, what is known, guessed and felt, and what words mean."""

from dataclasses import dataclass

from apps.analyze.contracts import DoubleMeaning
from apps.transform.contracts.words import Language


@dataclass(frozen=True)
class Ask:
    """A request to the reader. `of` is who is asked and `due` is the deadline, quoted from the message, or null if not stated."""

    text: str
    of: str | None
    due: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A passage of the message."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class ExplainedTerm:
    """A term that the reader may not know, at its first occurrence."""

    term: str
    definition: str
    start: int
    end: int


@dataclass(frozen=True)
class MessageReading:
    """The essentials of a message for its reader. All text is quoted from the message, except definitions and the reply's frame.

    `summary` is one or two sentences. `reply_draft` restates what was asked and leaves placeholders; it answers and
    promises nothing. `start` and `end` count code points.
    """

    language: Language
    asks: tuple[Ask, ...]
    facts: tuple[Passage, ...]
    guesses: tuple[Passage, ...]
    feelings: tuple[Passage, ...]
    terms: tuple[ExplainedTerm, ...]
    double_meanings: tuple[DoubleMeaning, ...]
    summary: str
    reply_draft: str
