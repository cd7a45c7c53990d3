"""How the tests soften a Japanese message."""

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
from apps.transform.types.soften.rules import write


def draft(
    text: str,
    intensity: int = 2,
    *,
    receiver: str = "",
    preserve: tuple[str, ...] = (),
    glossary: tuple[GlossaryEntry, ...] = (),
) -> Draft:
    """What the rules propose."""
    wanted = TransformRequest(
        text=text,
        transformation_type=TransformationType.SOFTEN,
        intensity=Intensity(intensity),
        language="ja",
        context=MessageContext(receiver_role=receiver),
        preserve_terms=preserve,
        glossary=glossary,
    )
    return write(wanted, read_document(text))


def soften(text: str, intensity: int = 2, *, receiver: str = "") -> str:
    """The softened text."""
    return apply_edits(text, draft(text, intensity, receiver=receiver).edits)
