"""A draft under the fact lock: edits that would lose a fact are undone, a composed text is judged as a whole."""

from dataclasses import dataclass

from apps.analyze.language.document import Document
from apps.transform.contracts import Draft, Edit, FactLedger, TransformRequest
from apps.transform.factlock.compare import compare
from apps.transform.factlock.repair import repair
from apps.transform.rewriting.edits import apply_edits, settle


@dataclass(frozen=True)
class Verified:
    """A text whose facts were compared with the original's."""

    text: str
    edits: tuple[Edit, ...]
    facts: FactLedger


def verify(draft: Draft, document: Document, wanted: TransformRequest) -> Verified:
    """Lock the facts: edits that would lose one are undone; a composed text is judged as a whole."""
    kind, language = wanted.transformation_type, wanted.language
    if draft.composed is None:
        edits, facts = repair(
            document,
            settle(draft.edits, document),
            language=language,
            transformation_type=kind,
            glossary=wanted.glossary,
        )
        return Verified(apply_edits(document.text, edits), edits, facts)
    facts = compare(
        document.text,
        draft.composed,
        language=language,
        transformation_type=kind,
        left_out=draft.left_out,
        glossary=wanted.glossary,
    )
    whole = Edit(0, len(document.text), draft.composed, draft.reason)
    return Verified(draft.composed, () if draft.composed == document.text else (whole,), facts)
