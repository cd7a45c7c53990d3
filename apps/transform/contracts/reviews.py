"""A result as its reader has it so far: changes left out, or the text edited by hand."""

from dataclasses import dataclass

from apps.transform.contracts.drafts import Edit
from apps.transform.contracts.facts import FactItem, FactLedger
from apps.transform.contracts.results import ScoreShift
from apps.transform.contracts.words import Language, TransformationType


@dataclass(frozen=True)
class Review:
    """`edits` are all changes of the result, ordered and disjoint; `kept` those that stand, in the same order.

    `final_text` is what the reader typed; None where nothing was edited by hand. `questions` are the texts of those that the
    result lists, `to_check` the facts of the whole result that are to be checked or looked at.
    """

    original: str
    language: Language
    transformation_type: TransformationType
    edits: tuple[Edit, ...]
    kept: tuple[Edit, ...]
    final_text: str | None = None
    questions: tuple[str, ...] = ()
    to_check: tuple[FactItem, ...] = ()


@dataclass(frozen=True)
class ReviewMeasures:
    """What holds for the text that stands. `kept_percent` is 0 to 100, of the original's characters."""

    changed: bool
    kept_percent: int
    facts: FactLedger
    scores: ScoreShift
