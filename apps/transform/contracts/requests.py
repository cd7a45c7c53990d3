"""What is asked: one message, its context, the words of its organization."""

from dataclasses import dataclass, field
from typing import Literal

from apps.transform.contracts.asking import Prompt
from apps.transform.contracts.words import Intensity, Language, TransformationType


@dataclass(frozen=True)
class MessageContext:
    """Who writes to whom, and what else is known. Background is reference, never fact."""

    sender_role: str = ""
    receiver_role: str = ""
    background: str = ""
    channel: str = ""


@dataclass(frozen=True)
class GlossaryEntry:
    """An organization's word: `plain` replaces or explains `term`. `kind` is jargon, forbidden or preserve."""

    term: str
    language: Language
    plain: str = ""
    definition: str = ""
    kind: Literal["jargon", "forbidden", "preserve"] = "jargon"


@dataclass(frozen=True)
class TransformRequest:
    """One message to transform. `language` is settled before the ladder; `reader_language` is that of reasons.

    `prompt` is what a model is told where its organization, or staff for all, have chosen another one than the product brings.
    """

    text: str
    transformation_type: TransformationType
    intensity: Intensity = Intensity.MEDIUM
    language: Language = "ja"
    reader_language: Language = "ja"
    context: MessageContext = field(default_factory=MessageContext)
    preserve_terms: tuple[str, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    tier: Literal["auto", "rules"] = "auto"
    variants: bool = False
    store: bool = True
    prompt: Prompt | None = None
