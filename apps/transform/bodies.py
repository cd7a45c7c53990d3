"""What a call may hold and what it gets, once for every door: lanes, WebSocket, command line."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BeforeValidator, Field, TypeAdapter

from apps.analyze.language.detect import detect_language
from apps.transform.contracts import (
    Comparison,
    GivenAnswer,
    Intensity,
    Language,
    MessageContext,
    MessageReading,
    ProviderInfo,
    ReceiptNotes,
    TransformationType,
    TransformRequest,
    TransformResult,
)
from tonebridge.rest.bodies import Readable, StrictBody

TEXT_MAX, PREVIEW_MAX = 10_000, 500
ANSWER_MAX = 2_000
ALIASES = {"requirement_structuring": "requirements", "background_completion": "background", "tone": "soften"}

TypeName = Annotated[
    Literal["soften", "clarify", "structure", "summarize", "terminology", "requirements", "background"],
    BeforeValidator(lambda value: ALIASES.get(value, value) if isinstance(value, str) else value),
]
LanguageChoice = Literal["auto", "ja", "en"]
Role = Annotated[str, Field(max_length=100)]


class ContextBody(StrictBody):
    """Who writes to whom. Roles are free text; known ones steer terminology."""

    sender_role: Role = ""
    receiver_role: Role = ""
    background: str = Field(default="", max_length=5_000, description="Reference, never taken as fact.")
    channel: Role = ""


class OptionsBody(StrictBody):
    """How to work."""

    preserve_terms: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default=[], max_length=100)
    variants: bool = Field(default=False, description="Answer all three intensities.")
    tier: Literal["auto", "rules"] = Field(default="auto", description="`rules` skips every model.")


class TransformBody(StrictBody):
    """POST /transform"""

    text: Readable = Field(min_length=1, max_length=TEXT_MAX)
    transformation_type: TypeName
    intensity: int = Field(default=2, ge=1, le=3, validation_alias=AliasChoices("intensity", "intensity_level"))
    language: LanguageChoice = "auto"
    context: ContextBody = Field(default_factory=ContextBody)
    options: OptionsBody = Field(default_factory=OptionsBody)
    store: bool = Field(default=True, description="false: no text is kept.")

    def request(self, *, reader_language: Language | None, tier: str | None = None) -> TransformRequest:
        """The same in the pipeline's words. Reasons come in the text's language where the reader's isn't known."""
        language = settled(self.language, self.text)
        wanted = TransformRequest(
            text=self.text,
            transformation_type=TransformationType(self.transformation_type),
            intensity=Intensity(self.intensity),
            language=language,
            reader_language=reader_language or language,
            context=MessageContext(**self.context.model_dump()),
            preserve_terms=tuple(self.options.preserve_terms),
            tier=self.options.tier,
            variants=self.options.variants,
            store=self.store,
        )
        return replace(wanted, tier="rules" if tier == "rules" else wanted.tier)


class PreviewBody(StrictBody):
    """POST /preview/transform: the same, shorter, with nothing kept."""

    text: Readable = Field(min_length=1, max_length=PREVIEW_MAX)
    transformation_type: TypeName
    intensity: int = Field(default=2, ge=1, le=3, validation_alias=AliasChoices("intensity", "intensity_level"))
    language: LanguageChoice = "auto"
    context: ContextBody = Field(default_factory=ContextBody)

    def request(self, *, reader_language: Language | None) -> TransformRequest:
        """The rules tier's request: without a login no model is asked."""
        body = TransformBody.model_validate(self.model_dump() | {"store": False})
        return body.request(reader_language=reader_language, tier="rules")


class CompareBody(StrictBody):
    """POST /analyze/compare"""

    original: Readable = Field(min_length=1, max_length=TEXT_MAX)
    rewritten: Readable = Field(min_length=1, max_length=2 * TEXT_MAX)
    transformation_type: TypeName | None = None


class ReadBody(StrictBody):
    """POST /read"""

    text: Readable = Field(min_length=1, max_length=TEXT_MAX)
    receiver_role: Role = Field(default="", description="Whose words are known, and whose are explained.")


class AnswerBody(StrictBody):
    """An answer to one question of a result."""

    question_id: str = Field(min_length=1, max_length=20)
    text: Readable = Field(min_length=1, max_length=ANSWER_MAX)


class AnswersBody(StrictBody):
    """POST /transform/{id}/answers"""

    answers: list[AnswerBody] = Field(min_length=1, max_length=20)

    def by_question(self) -> tuple[tuple[str, str], ...]:
        """Ids of questions with their answers."""
        return tuple((answer.question_id, answer.text) for answer in self.answers)


RESULT = TypeAdapter(TransformResult)
GIVEN_ANSWERS = TypeAdapter(tuple[GivenAnswer, ...])
COMPARISON = TypeAdapter(Comparison)
READING = TypeAdapter(MessageReading)
PROVIDER = TypeAdapter(ProviderInfo)
RECEIPT_NOTES = TypeAdapter(ReceiptNotes)


def settled(choice: LanguageChoice, text: str) -> Language:
    """The language asked for, or the text's own."""
    return detect_language(text) if choice == "auto" else choice


def plain(result: TransformResult) -> dict[str, Any]:
    """A result as JSON values."""
    found: dict[str, Any] = RESULT.dump_python(result, mode="json")
    return found
