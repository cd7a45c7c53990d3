"""Softening a text as the product does: the writer's edits, applied."""

from apps.analyze.language.document import read_document
from apps.transform.contracts import (
    Draft,
    GlossaryEntry,
    Intensity,
    MessageContext,
    TransformationType,
    TransformRequest,
)
from apps.transform.rewriting.edits import apply_edits
from apps.transform.types.soften.english import write


def drafted(
    text: str,
    intensity: int = 2,
    *,
    preserve: tuple[str, ...] = (),
    glossary: tuple[GlossaryEntry, ...] = (),
    receiver: str = "",
) -> Draft:
    """What the writer proposes for an English text."""
    wanted = TransformRequest(
        text,
        TransformationType.SOFTEN,
        Intensity(intensity),
        language="en",
        preserve_terms=preserve,
        glossary=glossary,
        context=MessageContext(receiver_role=receiver),
    )
    return write(wanted, read_document(text))


def softened(text: str, intensity: int = 2) -> str:
    """The softened text."""
    return apply_edits(text, drafted(text, intensity).edits)
