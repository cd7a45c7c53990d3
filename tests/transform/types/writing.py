"""Write one message of a type by rules, as the pipeline would."""

from apps.analyze.language.detect import detect_language
from apps.analyze.language.document import read_document
from apps.transform.contracts import (
    Draft,
    GlossaryEntry,
    Intensity,
    MessageContext,
    TransformationType,
    TransformRequest,
)
from apps.transform.rewriting.edits import apply_edits, settle
from apps.transform.types import WRITERS


def drafted(
    kind: TransformationType,
    text: str,
    *,
    intensity: int = 2,
    sender: str = "",
    receiver: str = "",
    channel: str = "",
    glossary: tuple[GlossaryEntry, ...] = (),
    preserve: tuple[str, ...] = (),
) -> Draft:
    """The draft of a type's writer."""
    wanted = TransformRequest(
        text=text,
        transformation_type=kind,
        intensity=Intensity(intensity),
        language=detect_language(text),
        context=MessageContext(sender, receiver, "", channel),
        glossary=glossary,
        preserve_terms=preserve,
    )
    return WRITERS[kind](wanted, read_document(text))


def applied(draft: Draft, text: str) -> str:
    """The text that a draft makes."""
    if draft.composed is not None:
        return draft.composed
    return apply_edits(text, settle(draft.edits, read_document(text)))
