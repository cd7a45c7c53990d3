"""A draft under the fact lock. Rules propose edits, of which those that would lose a fact are undone; a text that was written anew,
by rules or by a model, is judged as a whole.
"""

from dataclasses import dataclass

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Edit, FactLedger, TransformRequest
from apps.transform.factlock.compare import compare
from apps.transform.factlock.repair import repair
from apps.transform.rewriting.edits import apply_edits, settle


@dataclass(frozen=True)
class Verified:
    """A text whose facts were compared with the original's. `undone` are edits that would have lost a fact."""

    text: str
    edits: tuple[Edit, ...]
    facts: FactLedger
    undone: tuple[Edit, ...] = ()


def verify(draft: Draft, document: Document, wanted: TransformRequest) -> Verified:
    """A draft of rules: edits that would lose a fact, a value or the meaning, are undone; a composed text is judged as it stands."""
    if draft.composed is not None:
        return verify_text(draft, document, wanted)
    settled = settle(draft.edits, document)
    edits, facts = repair(
        document,
        settled,
        language=wanted.language,
        transformation_type=wanted.transformation_type,
        glossary=wanted.glossary,
    )
    undone = tuple(edit for edit in settled if edit not in edits)
    return Verified(apply_edits(document.text, edits), edits, facts, undone)


def verify_text(draft: Draft, document: Document, wanted: TransformRequest) -> Verified:
    """A text that was written anew. Nothing of it is undone: sentences that one writer wrote belong together.

    Where the draft has edits, they show what has changed; of a composed one the whole text is the change.
    """
    text = apply_edits(document.text, draft.edits) if draft.composed is None else draft.composed
    facts = compare(
        document.text,
        text,
        language=wanted.language,
        transformation_type=wanted.transformation_type,
        left_out=draft.left_out,
        glossary=wanted.glossary,
    )
    edits = draft.edits if draft.composed is None else (Edit(0, len(document.text), text, draft.reason),)
    return Verified(text, () if text == document.text else edits, facts)
