"""Answers to the questions of a result, and what they make of it."""

from dataclasses import dataclass

from apps.transform.contracts.drafts import Caution, Edit, Question
from apps.transform.contracts.results import TransformResult


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody answered. `text` is at least one character, without space around it."""

    question: Question
    text: str


@dataclass(frozen=True)
class Merged:
    """A result's text with answers in it, as settled edits of the original, and the warnings that then hold."""

    edits: tuple[Edit, ...]
    cautions: tuple[Caution, ...]


@dataclass(frozen=True)
class KeptResult:
    """A result as it was kept, and the answers that its text holds already."""

    result: TransformResult
    answers: tuple[GivenAnswer, ...]
