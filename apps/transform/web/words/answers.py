"""A result as the page shows it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.utils.functional import Promise

from apps.transform.contracts import Change, FactItem, Question, TransformResult, Variant
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.web.words.kinds import FACTS, IN_PLACE_OF_A_MODEL, INTENSITIES, TIERS
from apps.transform.web.words.markup import Piece, marked
from apps.transform.web.words.scores import Shift, shifts_of
from tonebridge.pages.language import page_language

if TYPE_CHECKING:  # it builds on this module
    from apps.transform.web.words.answering import Answering

MODELS = ("primary:", "secondary:")
"""What a reason begins with for not using a model that was there."""
LONG = 160
"""A change of more characters than this is folded: it is a new arrangement rather than a wording."""


@dataclass(frozen=True)
class ShownFact:
    """A fact with its kind's name, and why it is where it is; empty where there is nothing to say."""

    kind: Promise
    item: FactItem
    why: str


@dataclass(frozen=True)
class ShownFacts:
    """The ledger in three groups."""

    kept: tuple[ShownFact, ...]
    same_value: tuple[ShownFact, ...]
    to_check: tuple[ShownFact, ...]

    @property
    def count(self) -> int:
        """All facts that were found."""
        return len(self.kept) + len(self.same_value) + len(self.to_check)


@dataclass(frozen=True)
class ShownChange:
    """A change; long ones are folded."""

    change: Change
    folded: bool


@dataclass(frozen=True)
class ShownQuestion:
    """A question with the words it is about, where there are any, and its box where it can be answered here."""

    question: Question
    place: str
    box: BoundField | None = None


@dataclass(frozen=True)
class ShownVariant:
    """The message at one intensity, with that one's name."""

    name: Promise
    variant: Variant


@dataclass(frozen=True)
class Answer:
    """Everything that the result's part of a page needs."""

    result: TransformResult
    tier: Promise
    changes: tuple[ShownChange, ...]
    facts: ShownFacts
    questions: tuple[ShownQuestion, ...]
    shifts: tuple[Shift, ...]
    answering: "Answering | None" = None
    kept: bool = False
    """Whether it stands in the reader's history."""

    @property
    def marked(self) -> tuple[Piece, ...]:
        """The original with its changes in place; empty where a change is a new arrangement."""
        if not self.changes or any(shown.folded for shown in self.changes):
            return ()
        return marked(self.result.original_text, self.result.changes)

    @property
    def strengths(self) -> tuple[ShownVariant, ...]:
        """All intensities side by side, where they were asked for."""
        return tuple(ShownVariant(INTENSITIES[each.intensity], each) for each in self.result.variants or ())

    @property
    def spans(self) -> dict[str, object]:
        """What a script needs to put the text together again without a change. Spans count code points."""
        changes = [
            {"id": each.id, "start": each.start, "end": each.end, "replacement": each.replacement}
            for each in self.result.changes
        ]
        return {"original": self.result.original_text, "changes": changes}


def answer_of(result: TransformResult) -> Answer:
    """The result in words."""
    text = result.original_text
    return Answer(
        result=result,
        tier=_writer_of(result),
        changes=tuple(ShownChange(each, _is_long(each)) for each in result.changes),
        facts=_grouped(result.facts.items),
        questions=tuple(
            ShownQuestion(each, text[each.start : each.end] if each.end else "") for each in result.questions
        ),
        shifts=shifts_of(result.scores),
    )


def _writer_of(result: TransformResult) -> Promise:
    """Who wrote it. Where a model was to write and didn't, what it was sent has left the machine all the same."""
    stands_in = result.tier == "rules" and (result.degraded_reason or "").startswith(MODELS)
    return IN_PLACE_OF_A_MODEL if stands_in else TIERS[result.tier]


def _is_long(change: Change) -> bool:
    return len(change.original) + len(change.replacement) > LONG


def _grouped(items: tuple[FactItem, ...]) -> ShownFacts:
    def having(*statuses: str) -> tuple[ShownFact, ...]:
        return tuple(ShownFact(FACTS[item.kind], item, _why(item)) for item in items if item.status in statuses)

    return ShownFacts(having("kept", "repaired"), having("same_value"), having("lost", "added", "changed"))


def _why(item: FactItem) -> str:
    try:
        return reason_text(item.reason, page_language()) if item.reason else ""
    except KeyError:  # a result from before the table of reasons changed
        return ""
