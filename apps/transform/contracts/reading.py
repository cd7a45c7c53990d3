"""A received message, read for somebody: what is asked of them, what is known, guessed and felt, and what words mean."""

from dataclasses import dataclass

from apps.analyze.contracts import DoubleMeaning
from apps.transform.contracts.words import Language


@dataclass(frozen=True)
class Ask:
    """Something the reader is asked. `of` names who is asked and `due` by when, as the message has it, or null."""

    text: str
    of: str | None
    due: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A stretch of the message."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class ExplainedTerm:
    """A word that the reader's side may not know, where it first stands."""

    term: str
    definition: str
    start: int
    end: int


@dataclass(frozen=True)
class MessageReading:
    """Everything a reader needs from a message. All texts but definitions and the reply's frame are the message's own.

    `summary` is one or two sentences; `reply_draft` answers nothing and promises nothing: it repeats what was asked and
    leaves slots. Spans count code points.
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
