"""The story of an answer: merge ▸ lock the facts ▸ measure ▸ tell. Pure, like the pipeline it continues."""

from collections.abc import Sequence
from dataclasses import replace

from apps.transform.contracts import (
    Edit,
    FactLedger,
    GivenAnswer,
    GlossaryEntry,
    Language,
    Scores,
    TransformRequest,
    TransformResult,
    Usage,
)
from apps.transform.factlock.compare import compare
from apps.transform.factlock.glossary import as_shown, is_by_glossary, swaps_of
from apps.transform.rewriting.answers.appended import weave_of
from apps.transform.rewriting.answers.weave import Weave
from apps.transform.rewriting.edits import apply_edits, kept_percent
from apps.transform.rewriting.reader import as_read_in, passage_as_read_in
from apps.transform.story.pipeline import changes_of
from apps.transform.story.scores import scores_of_rewrite
from apps.transform.types import MERGERS
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


def merge(
    result: TransformResult,
    answers: Sequence[GivenAnswer],
    *,
    earlier: Sequence[GivenAnswer] = (),
    reader_language: Language | None = None,
    glossary: tuple[GlossaryEntry, ...] = (),
) -> TransformResult:
    """A new result with the answers in its text; the other questions stay open, under the ids they have.

    `earlier` are the answers that `result` holds already: their facts are known, too, and so is what the organization's
    `glossary` has for a word. Who wrote the text stays named.
    """
    started = clock.tick()
    merged = MERGERS[result.transformation_type](result, answers)
    text = Weave(result.original_text, merged.edits).text
    wanted = request_of(result, reader_language)
    reader = wanted.reader_language
    made, answered = clock.now(), {given.question for given in answers}
    return replace(
        result,
        id=uuid7(made),
        transformed_text=text,
        changed=text != result.original_text,
        cached=False,
        changes=changes_of(wanted, merged.edits),
        kept_percent=kept_percent(result.original_text, text),
        facts=_locked(result, merged.edits, [*earlier, *answers], glossary),
        questions=tuple(as_read_in(reader, question) for question in result.questions if question not in answered),
        warnings=merged.cautions,
        unsure=tuple(passage_as_read_in(reader, each) for each in result.unsure),
        scores=replace(result.scores, after=_measured(result, text, [*earlier, *answers])),
        variants=None,
        usage=Usage(characters=sum(len(given.text) for given in answers)),
        processing_time_ms=round(clock.elapsed_ms(started), 2),
        created_at=made,
    )


def request_of(result: TransformResult, reader_language: Language | None = None) -> TransformRequest:
    """The request that a kept result goes on from."""
    return TransformRequest(
        text=result.original_text,
        transformation_type=result.transformation_type,
        intensity=result.intensity,
        language=result.language,
        reader_language=reader_language or result.language,
    )


def _locked(
    result: TransformResult, edits: tuple[Edit, ...], known: Sequence[GivenAnswer], glossary: tuple[GlossaryEntry, ...]
) -> FactLedger:
    """What became of the facts of the original and of the answers: nothing else may stand in the text."""
    original = result.original_text
    asked = tuple(edit for edit in weave_of(result).edits if is_by_glossary(edit) and edit in edits)
    facts = compare(
        "\n".join([original, *(given.text for given in known)]),
        apply_edits(original, (edit for edit in edits if edit not in asked)),
        language=result.language,
        transformation_type=result.transformation_type,
        glossary=glossary,
    )
    return replace(facts, items=as_shown(facts.items, apply_edits(original, edits), swaps_of(asked, original)))


def _measured(result: TransformResult, text: str, given: Sequence[GivenAnswer]) -> Scores:
    asked = [question.text for question in (*result.questions, *(each.question for each in given))]
    return scores_of_rewrite(text, result.original_text, result.language, questions=asked)
