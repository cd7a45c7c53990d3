"""Measure the text that stands after a reader's decisions: its facts, its tone, how much of the original it keeps."""

from collections.abc import Sequence
from dataclasses import replace

from apps.accounts.contracts import Principal
from apps.transform.contracts import Edit, FactItem, FactLedger, Review, ReviewMeasures, ScoreShift
from apps.transform.factlock.compare import blocks, compare, compare_edits, is_harmless, ledger_of
from apps.transform.queries.known_words import Words, words_or_last
from apps.transform.rewriting.edits import apply_edits, kept_percent
from apps.transform.story.scores import scores_of, scores_of_rewrite
from tonebridge.resilience import deadline
from tonebridge.resilience.cpu_slot import cpu_slot


def measure_review(*, principal: Principal | None, review: Review) -> ReviewMeasures:
    """Nothing is charged, recorded or kept; a visitor (None) has no glossary. Raises TimedOut at the request's deadline."""
    glossary = words_or_last(principal)
    with cpu_slot():
        return _measured(review, glossary)


def _measured(review: Review, glossary: Words) -> ReviewMeasures:
    original, language = review.original, review.language
    text = apply_edits(original, review.kept) if review.final_text is None else review.final_text
    facts = _facts(review, glossary)
    deadline.check()
    after = scores_of_rewrite(text, original, language, questions=review.questions)
    return ReviewMeasures(
        changed=text != original,
        kept_percent=kept_percent(original, text),
        facts=facts,
        scores=ScoreShift(scores_of(original, language), after),
    )


def _facts(review: Review, glossary: Words) -> FactLedger:
    """The ledger of the text. What was no fault of the whole result, such as what a summary leaves out, is none of its parts', and what
    was one is as grave as it was there.
    """
    typed = review.final_text
    found = _of_edits(review, review.kept, glossary) if typed is None else _of_text(review, typed, glossary)
    if found.status == "kept":
        return found
    whole = _of_text(review, apply_edits(review.original, review.edits), glossary)
    excused = {_fact(item) for item in whole.items} - {_fact(item) for item in review.to_check}
    grave = {_fact(item): item.status for item in review.to_check if blocks(item)}
    items = (item for item in found.items if is_harmless(item) or _fact(item) not in excused)
    return ledger_of(
        item if is_harmless(item) else replace(item, status=grave.get(_fact(item), item.status)) for item in items
    )


def _of_edits(review: Review, edits: Sequence[Edit], glossary: Words) -> FactLedger:
    deadline.check()
    return compare_edits(
        review.original,
        edits,
        language=review.language,
        transformation_type=review.transformation_type,
        glossary=glossary,
        meaning_blocks=False,
    )


def _of_text(review: Review, text: str, glossary: Words) -> FactLedger:
    deadline.check()
    return compare(
        review.original,
        text,
        language=review.language,
        transformation_type=review.transformation_type,
        glossary=glossary,
    )


def _fact(item: FactItem) -> tuple[str, ...]:
    return (item.kind, item.original, item.found)
