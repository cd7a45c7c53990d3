"""What a call may hold and what it gets, once for every door: lanes, WebSocket, command line."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.conf import settings
from pydantic import AliasChoices, BeforeValidator, Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from apps.analyze.language.detect import detect_language
from apps.transform.contracts import (
    Comparison,
    Edit,
    FactItem,
    FactKind,
    FactStatus,
    GivenAnswer,
    Intensity,
    Language,
    MessageContext,
    MessageReading,
    ProviderInfo,
    ReceiptNotes,
    Review,
    TransformationType,
    TransformRequest,
    TransformResult,
)
from tonebridge.rest.bodies import Readable, StrictBody

KEPT_NOT = (
    "If false, no text is stored in the history. Job results, and the responses to requests with an Idempotency-Key, are "
    "still kept for one day."
)
TEXT_MAX, PREVIEW_MAX = settings.TEXT_MAX_CHARACTERS, settings.PREVIEW_MAX_CHARACTERS
RESULT_MAX = 2 * TEXT_MAX
"""Characters of what a message may become."""
ANSWER_MAX = 2_000
CHANGES_MAX = 2_000
ALIASES = {"requirement_structuring": "requirements", "background_completion": "background", "tone": "soften"}

TypeName = Annotated[
    Literal["soften", "clarify", "structure", "summarize", "terminology", "requirements", "background"],
    BeforeValidator(lambda value: ALIASES.get(value, value) if isinstance(value, str) else value),
]
LanguageChoice = Literal["auto", "ja", "en"]
KNOWN_ROLES = (
    *("engineer", "designer", "product manager", "manager", "executive", "sales", "marketing", "support", "customer"),
    *(
        "エンジニア",
        "デザイナー",
        "プロダクトマネージャー",
        "部長",
        "経営",
        "営業",
        "マーケティング",
        "サポート",
        "お客様",
    ),
)
"""Some of the roles that choose a result's words; others are taken, too."""
Role = Annotated[
    str,
    Field(
        max_length=100,
        examples=list(KNOWN_ROLES),
        description="Free text. Known roles, in English or Japanese, determine the wording: those in `examples` and similar ones.",
    ),
]
Channel = Annotated[
    str,
    Field(max_length=100, description="Free text. Bold text uses Slack's syntax for `Slack`, and Markdown otherwise."),
]


class ContextBody(StrictBody):
    """The context of a message. Roles are free text; known roles affect the terminology."""

    sender_role: Role = ""
    receiver_role: Role = ""
    background: str = Field(
        default="", max_length=5_000, description="Background for reference only; never treated as fact."
    )
    channel: Channel = ""


class OptionsBody(StrictBody):
    """Options for a transformation."""

    preserve_terms: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default=[], max_length=100)
    variants: bool = Field(default=False, description="Return variants for all three intensities.")
    tier: Literal["auto", "rules"] = Field(default="auto", description="`rules` calls no model.")


class TransformBody(StrictBody):
    """A message and how to transform it."""

    text: Readable = Field(min_length=1, max_length=TEXT_MAX)
    transformation_type: TypeName
    intensity: int = Field(default=2, ge=1, le=3, validation_alias=AliasChoices("intensity", "intensity_level"))
    language: LanguageChoice = "auto"
    context: ContextBody = Field(default_factory=ContextBody)
    options: OptionsBody = Field(default_factory=OptionsBody)
    store: bool = Field(default=True, description=KEPT_NOT)

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
    """A short message and how to transform it. Nothing is stored."""

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
    """An original text and a rewritten version of it."""

    original: Readable = Field(min_length=1, max_length=TEXT_MAX)
    rewritten: Readable = Field(min_length=1, max_length=RESULT_MAX)
    transformation_type: TypeName | None = None


class ReadBody(StrictBody):
    """A received message and the role of its reader."""

    text: Readable = Field(min_length=1, max_length=TEXT_MAX)
    receiver_role: Role = ""


class AnswerBody(StrictBody):
    """The answer to one of a result's questions."""

    question_id: str = Field(min_length=1, max_length=20)
    text: Readable = Field(min_length=1, max_length=ANSWER_MAX)


class AnswersBody(StrictBody):
    """Answers to one or more of a result's questions."""

    answers: list[AnswerBody] = Field(min_length=1, max_length=20)

    def by_question(self) -> tuple[tuple[str, str], ...]:
        """Ids of questions with their answers."""
        return tuple((answer.question_id, answer.text) for answer in self.answers)


class ChangeBody(StrictBody):
    """A change of a result, as its page has it. `kept`: whether it stands."""

    start: int = Field(ge=0, le=TEXT_MAX)
    end: int = Field(ge=0, le=TEXT_MAX)
    replacement: str = Field(max_length=RESULT_MAX)
    reason: str = Field(max_length=100)
    kept: bool

    @property
    def edit(self) -> Edit:
        """The same in the pipeline's words."""
        return Edit(self.start, self.end, self.replacement, self.reason)


class FactBody(StrictBody):
    """A fact of a result's ledger."""

    kind: FactKind
    original: str = Field(max_length=RESULT_MAX)
    found: str = Field(max_length=RESULT_MAX)
    status: FactStatus


class ReviewBody(StrictBody):
    """POST /measures/, a page's own: a result with what its reader has decided."""

    original: Readable = Field(min_length=1, max_length=TEXT_MAX)
    language: Language
    transformation_type: TypeName
    changes: list[ChangeBody] = Field(max_length=CHANGES_MAX)
    final_text: str | None = Field(default=None, max_length=RESULT_MAX)
    questions: list[Annotated[str, Field(max_length=ANSWER_MAX)]] = Field(default=[], max_length=100)
    to_check: list[FactBody] = Field(default=[], max_length=CHANGES_MAX)

    @property
    def result_size(self) -> int:
        """Characters of the result, at most."""
        return max(len(self.final_text or ""), len(self.original) + sum(len(one.replacement) for one in self.changes))

    @model_validator(mode="after")
    def _short(self) -> "ReviewBody":
        if self.result_size > 3 * TEXT_MAX:
            raise PydanticCustomError("result_too_long", "result_too_long")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> "ReviewBody":
        ends = [0, *(change.end for change in self.changes)]
        starts = [*(change.start for change in self.changes), len(self.original)]
        if any(end > start for end, start in zip(ends, starts, strict=True)) or any(
            c.start > c.end for c in self.changes
        ):
            raise PydanticCustomError("order", "order")
        return self

    def review(self) -> Review:
        """The same in the pipeline's words."""
        return Review(
            original=self.original,
            language=self.language,
            transformation_type=TransformationType(self.transformation_type),
            edits=tuple(change.edit for change in self.changes),
            kept=tuple(change.edit for change in self.changes if change.kept),
            final_text=self.final_text,
            questions=tuple(self.questions),
            to_check=tuple(FactItem(each.kind, each.original, each.found, each.status) for each in self.to_check),
        )


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
