"""THE STORY of a transform: read ▸ write ▸ lock the facts ▸ measure ▸ tell.

Pure: no database, no network of its own. Only this module knows the order.
"""

from dataclasses import dataclass, replace

from apps.analyze.actions.find_injection import find_injection
from apps.analyze.language.document import Document, read_document
from apps.transform.contracts import (
    Caution,
    Change,
    Draft,
    Edit,
    FactLedger,
    Intensity,
    Reason,
    ScoreShift,
    TransformRequest,
    TransformResult,
    Usage,
    Variant,
)
from apps.transform.factlock.compare import compare
from apps.transform.factlock.repair import repair
from apps.transform.providers.ladder import Ladder, Written
from apps.transform.rewriting.double_meanings import word_cautions
from apps.transform.rewriting.edits import apply_edits, kept_percent, settle
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.scores import scores_of
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


@dataclass(frozen=True)
class Verified:
    """A text whose facts were compared with the original's."""

    text: str
    edits: tuple[Edit, ...]
    facts: FactLedger


def run(wanted: TransformRequest, *, ladder: Ladder) -> TransformResult:
    """Transform one message. Raises Unavailable when no rung answers."""
    started = clock.tick()
    document = read_document(wanted.text)
    written = ladder.write(wanted, document)
    verified = verify(written.draft, document, wanted)
    result = _tell(wanted, written, verified)
    variants = _variants(wanted, document, ladder) if wanted.variants else None
    return replace(result, variants=variants, processing_time_ms=round(clock.elapsed_ms(started), 2))


def verify(draft: Draft, document: Document, wanted: TransformRequest) -> Verified:
    """Lock the facts: edits that would lose one are undone; a composed text is judged as a whole."""
    kind, language = wanted.transformation_type, wanted.language
    if draft.composed is None:
        edits, facts = repair(document, settle(draft.edits, document), language=language, transformation_type=kind)
        return Verified(apply_edits(document.text, edits), edits, facts)
    facts = compare(document.text, draft.composed, language=language, transformation_type=kind, left_out=draft.left_out)
    whole = Edit(0, len(document.text), draft.composed, draft.reason)
    return Verified(draft.composed, () if draft.composed == document.text else (whole,), facts)


def _tell(wanted: TransformRequest, written: Written, verified: Verified) -> TransformResult:
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
        scores=ScoreShift(scores_of(wanted.text, wanted.language), scores_of(verified.text, wanted.language)),
        variants=None,
        usage=Usage(characters=len(wanted.text)),
        processing_time_ms=0.0,
        created_at=made,
    )


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


SUSPICION = {
    "ja": "この文章にはAIへの命令のような部分があります。命令としては扱わず、文章として変換しました。",
    "en": "Part of this text reads like an order to an AI. It was treated as text, not obeyed.",
}


def _suspicions(wanted: TransformRequest) -> tuple[Caution, ...]:
    injection = find_injection(wanted.text, wanted.language)
    if not injection.flagged:
        return ()
    message = SUSPICION[wanted.reader_language]
    places = injection.reasons
    found = tuple(Caution("injection_suspected", message, place.start, place.end) for place in places)
    return found or (Caution("injection_suspected", message),)


def _variants(wanted: TransformRequest, document: Document, ladder: Ladder) -> tuple[Variant, ...]:
    return tuple(_variant(replace(wanted, intensity=intensity), document, ladder) for intensity in Intensity)


def _variant(wanted: TransformRequest, document: Document, ladder: Ladder) -> Variant:
    verified = verify(ladder.write(wanted, document).draft, document, wanted)
    return Variant(
        intensity=wanted.intensity,
        transformed_text=verified.text,
        changes=changes_of(wanted, verified.edits),
        kept_percent=kept_percent(wanted.text, verified.text),
    )
