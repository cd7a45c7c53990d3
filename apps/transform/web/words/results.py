"""A result as the page shows it."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.functional import Promise

from apps.transform.contracts import Change, FactItem, Question, Reason, TransformResult, Variant
from apps.transform.rewriting.linked import linked
from apps.transform.rewriting.reader import as_read_in
from apps.transform.web.words.answers_form import Answering
from apps.transform.web.words.kinds import IN_PLACE_OF_A_MODEL, INTENSITIES, TIERS, WHY_DEGRADED
from apps.transform.web.words.markup import Piece, marked
from apps.transform.web.words.measures import Measures, measures_of
from apps.transform.web.words.rendering import Line, Spot, rendered
from apps.transform.web.words.unsure import ShownUnsure, shown_unsure
from tonebridge.pages.language import page_language

MODELS = ("primary:", "secondary:")
"""What a reason begins with for not using a model that was there."""
NOT_HELPED = "not_helped"
"""The code of a message that comes back as it was because the rules know no good way."""
LONG = 160
"""A change of more characters than this is folded: it is a new arrangement rather than a wording."""


@dataclass(frozen=True)
class ShownChange:
    """Changes that stand or fall together; long ones are folded, and one that is the whole message isn't shown again."""

    changes: tuple[Change, ...]
    folded: bool
    is_whole: bool

    @property
    def id(self) -> str:
        """That of the first."""
        return self.changes[0].id

    @property
    def ids(self) -> str:
        """Those of all, with spaces between."""
        return " ".join(each.id for each in self.changes)

    @property
    def reason(self) -> Reason:
        """That of the first."""
        return self.changes[0].reason


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
    unsure: tuple[ShownUnsure, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its text, rendered."""
        return rendered(self.variant.transformed_text, _spots(self.unsure))


@dataclass(frozen=True)
class ShownResult:
    """Everything that the result's part of a page needs."""

    result: TransformResult
    tier: Promise
    changes: tuple[ShownChange, ...]
    measures: Measures
    questions: tuple[ShownQuestion, ...]
    unsure: tuple[ShownUnsure, ...] = ()
    answering: Answering | None = None
    kept: bool = False
    """Whether it stands in the reader's history."""

    @property
    def marked(self) -> tuple[Piece, ...]:
        """The original with its changes in place; empty where a change is a new arrangement."""
        if not self.changes or any(shown.folded or shown.is_whole for shown in self.changes):
            return ()
        return marked(self.result.original_text, self.result.changes, [shown.changes for shown in self.changes])

    @property
    def lines(self) -> tuple[Line, ...]:
        """The result, rendered."""
        return rendered(self.result.transformed_text, _spots(self.unsure))

    @property
    def to_look_at(self) -> tuple[ShownUnsure, ...]:
        """Passages to be listed below the result: all but what its first sentence says where nothing was changed."""
        return tuple(each for each in self.unsure if self.result.changed or each.passage.code != NOT_HELPED)

    @property
    def why_degraded(self) -> Promise | None:
        """Why another than the first choice wrote it."""
        reason = self.result.degraded_reason
        return None if reason is None else next(words for part, words in WHY_DEGRADED if part in reason)

    @property
    def strengths(self) -> tuple[ShownVariant, ...]:
        """All intensities side by side, where they were asked for."""
        return tuple(_strength(each, self.result.original_text) for each in self.result.variants or ())

    @property
    def passages(self) -> list[dict[str, object]]:
        """What a script needs to find the passages to look at in a text that its reader has changed. Spans count code points."""
        return [_place(each) for each in self.to_look_at if not each.is_whole]

    @property
    def spans(self) -> dict[str, object]:
        """What a script needs to put the text together again without a change, and to have it measured. Spans count code points."""
        facts = self.measures.facts
        changes = [
            {
                "id": each.id,
                "start": each.start,
                "end": each.end,
                "replacement": each.replacement,
                "reason": each.reason.code,
            }
            for each in self.result.changes
        ]
        return {
            "original": self.result.original_text,
            "language": self.result.language,
            "transformation_type": self.result.transformation_type.value,
            "changes": changes,
            "questions": [each.question.text for each in self.questions],
            "to_check": [_plain(fact.item) for fact in (*facts.to_check, *facts.to_look_at)],
        }


def shown_result(result: TransformResult) -> ShownResult:
    """The result in words."""
    text = result.original_text
    return ShownResult(
        result=result,
        tier=_writer_of(result),
        changes=tuple(_shown(each, text) for each in linked(text, result.changes)),
        measures=measures_of(result),
        questions=tuple(
            ShownQuestion(as_read_in(page_language(), each), text[each.start : each.end] if each.end else "")
            for each in result.questions
        ),
        unsure=shown_unsure(result.unsure, text, result.transformed_text, result.changes),
    )


def _strength(variant: Variant, original: str) -> ShownVariant:
    unsure = shown_unsure(variant.unsure, original, variant.transformed_text, variant.changes)
    return ShownVariant(INTENSITIES[variant.intensity], variant, unsure)


def _spots(unsure: tuple[ShownUnsure, ...]) -> tuple[Spot, ...]:
    return tuple(each.spot for each in unsure if each.spot)


def _place(shown: ShownUnsure) -> dict[str, object]:
    passage = shown.passage
    return {
        "number": shown.number,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "why": passage.message,
    }


def _writer_of(result: TransformResult) -> Promise:
    """Who wrote it. Where a model was to write and didn't, what it was sent has left the machine all the same."""
    stands_in = result.tier == "rules" and (result.degraded_reason or "").startswith(MODELS)
    return IN_PLACE_OF_A_MODEL if stands_in else TIERS[result.tier]


def _shown(changes: tuple[Change, ...], text: str) -> ShownChange:
    is_whole = len(changes) == 1 and (changes[0].start, changes[0].end) == (0, len(text))
    return ShownChange(changes, any(_is_long(each) for each in changes), is_whole and bool(changes[0].replacement))


def _is_long(change: Change) -> bool:
    return len(change.original) + len(change.replacement) > LONG


def _plain(item: FactItem) -> dict[str, str]:
    return {"kind": item.kind, "original": item.original, "found": item.found, "status": item.status}
