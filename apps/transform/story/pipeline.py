"""THE STORY of a transform: read ▸ write ▸ lock the facts ▸ measure ▸ tell.

Pure: no database, no network of its own; where a model is to be asked, the story stops, and whoever drives it asks.
Only this module knows the order.
"""

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from apps.analyze.actions.find_injection import find_injection
from apps.analyze.language.document import Document, read_document
from apps.transform.contracts import (
    SUSPECTED,
    Caution,
    Change,
    Edit,
    Intensity,
    Reason,
    ScoreShift,
    TransformRequest,
    TransformResult,
    UnsurePassage,
    Usage,
    Variant,
)
from apps.transform.protocols import Steps
from apps.transform.providers.ladder import Ladder, Written
from apps.transform.rewriting.double_meanings import word_cautions
from apps.transform.rewriting.edits import kept_percent
from apps.transform.rewriting.reader import in_reader_language
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.story.doubts import doubts_of
from apps.transform.story.driving import drive_here
from apps.transform.story.guarding import ModelGuard
from apps.transform.story.scores import scores_of, scores_of_rewrite
from apps.transform.story.verifying import Verified
from tonebridge.ids import uuid7
from tonebridge.resilience import clock, deadline


def steps(wanted: TransformRequest, *, ladder: Ladder) -> Steps[TransformResult]:
    """Transform one message, stopping wherever a model is to be asked. Raises Unavailable when no rung answers."""
    started = clock.tick()
    document = read_document(wanted.text)
    guard = ModelGuard(wanted, document)
    written = yield from ladder.write(wanted, document, guard)
    deadline.check()
    verified = guard.verified(written.draft)
    result = _tell(wanted, written, verified, doubts_of(wanted, document, written.draft, verified))
    variants = (yield from _variants(wanted, document, ladder)) if wanted.variants else None
    return replace(result, variants=variants, processing_time_ms=round(clock.elapsed_ms(started), 2))


def run(wanted: TransformRequest, *, ladder: Ladder) -> TransformResult:
    """The same to its end, models waited for in this thread."""
    return drive_here(steps(wanted, ladder=ladder))


def _tell(
    wanted: TransformRequest, written: Written, verified: Verified, unsure: tuple[UnsurePassage, ...]
) -> TransformResult:
    made = clock.now()
    return TransformResult(
        id=uuid7(made),
        transformation_type=wanted.transformation_type,
        intensity=wanted.intensity,
        language=wanted.language,
        original_text=wanted.text,
        transformed_text=verified.text,
        changed=verified.text != wanted.text,
        tier=written.tier,
        degraded=written.degraded_reason is not None,
        degraded_reason=written.degraded_reason,
        cached=False,
        provider=written.provider,
        changes=changes_of(wanted, verified.edits),
        kept_percent=kept_percent(wanted.text, verified.text),
        facts=verified.facts,
        questions=written.draft.questions,
        warnings=(*written.draft.cautions, *word_cautions(wanted), *_suspicions(wanted)),
        unsure=unsure,
        scores=_shift(wanted, written, verified),
        variants=None,
        usage=_usage(wanted, written),
        processing_time_ms=0.0,
        created_at=made,
    )


def _usage(wanted: TransformRequest, written: Written) -> Usage:
    spent = written.spent
    cost, read_ms = round(spent.cost_usd, 8), round(1000 * written.read_s, 2)
    return Usage(len(wanted.text), spent.input_tokens, spent.output_tokens, cost, read_ms)


def _shift(wanted: TransformRequest, written: Written, verified: Verified) -> ScoreShift:
    asked = [question.text for question in written.draft.questions]
    after = scores_of_rewrite(verified.text, wanted.text, wanted.language, questions=asked)
    return ScoreShift(scores_of(wanted.text, wanted.language), after)


def changes_of(wanted: TransformRequest, edits: tuple[Edit, ...]) -> tuple[Change, ...]:
    """The edits as a reader sees them: numbered, each with its reason in the reader's language."""
    return tuple(
        Change(
            id=f"c{number}",
            start=edit.start,
            end=edit.end,
            original=wanted.text[edit.start : edit.end],
            replacement=edit.replacement,
            reason=Reason(edit.reason, reason_text(edit.reason, wanted.reader_language)),
        )
        for number, edit in enumerate(edits, 1)
    )


SUSPICION = _("Part of this text reads like an instruction to an AI. It was treated as text, not followed.")


def _suspicions(wanted: TransformRequest) -> tuple[Caution, ...]:
    injection = find_injection(wanted.text, wanted.language)
    if not injection.flagged:
        return ()
    message = in_reader_language(SUSPICION, wanted.reader_language)
    places = injection.reasons
    found = tuple(Caution(SUSPECTED, message, place.start, place.end) for place in places)
    return found or (Caution(SUSPECTED, message),)


def _variants(wanted: TransformRequest, document: Document, ladder: Ladder) -> Steps[tuple[Variant, ...]]:
    found = []
    for intensity in Intensity:
        deadline.check()
        found.append((yield from _variant(replace(wanted, intensity=intensity), document, ladder)))
    return tuple(found)


def _variant(wanted: TransformRequest, document: Document, ladder: Ladder) -> Steps[Variant]:
    guard = ModelGuard(wanted, document, streams=False)
    written = yield from replace(ladder, witness=None).write(wanted, document, guard)
    verified = guard.verified(written.draft)
    return Variant(
        intensity=wanted.intensity,
        transformed_text=verified.text,
        changes=changes_of(wanted, verified.edits),
        kept_percent=kept_percent(wanted.text, verified.text),
        unsure=doubts_of(wanted, document, written.draft, verified),
    )
