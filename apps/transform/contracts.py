"""The words of transforming a message: what is asked, what is answered. Spans count Unicode code points."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal
from uuid import UUID

Language = Literal["ja", "en"]
Tier = Literal["primary", "secondary", "rules", "similar"]


class TransformationType(StrEnum):
    """The seven ways to help a message."""

    SOFTEN = "soften"
    CLARIFY = "clarify"
    STRUCTURE = "structure"
    SUMMARIZE = "summarize"
    TERMINOLOGY = "terminology"
    REQUIREMENTS = "requirements"
    BACKGROUND = "background"


class Intensity(IntEnum):
    """How far a result may move from the writer's own words."""

    LIGHT = 1
    MEDIUM = 2
    STRONG = 3


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
    """One message to transform. `language` is settled before the ladder; `reader_language` is that of reasons."""

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


@dataclass(frozen=True)
class Edit:
    """Replace `[start, end)` of the original. `reason` is a code of the reason table."""

    start: int
    end: int
    replacement: str
    reason: str


@dataclass(frozen=True)
class Question:
    """What the reader would have to ask. `start`/`end` mark the place in the original, where there is one."""

    id: str
    text: str
    why: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Caution:
    """A warning that travels with a result."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Draft:
    """What a writer proposes: edits of the original, or a whole text composed from its parts.

    `composed` None means that `edits` make the text; an empty `edits` then means that nothing needs changing.
    """

    edits: tuple[Edit, ...] = ()
    composed: str | None = None
    reason: str = "rearranged"
    questions: tuple[Question, ...] = ()
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a change was made: a stable code, and a sentence in the reader's language."""

    code: str
    text: str


@dataclass(frozen=True)
class Change:
    """One applied edit. Changes are ordered and disjoint; any subset of them gives readable text."""

    id: str
    start: int
    end: int
    original: str
    replacement: str
    reason: Reason


FactKind = Literal[
    "number",
    "date",
    "time",
    "money",
    "name",
    "identifier",
    "url",
    "code",
    "mention",
    "quote",
    "contact",
    "negation",
    "condition",
    "uncertainty",
    "deadline",
    "obligation",
    "commitment",
    "request",
    "actor",
    "scope",
    "order",
    "trend",
    "statement",
]
FactStatus = Literal["kept", "same_value", "repaired", "lost", "added", "changed"]


@dataclass(frozen=True)
class FactItem:
    """One fact: how it stood in the original, how it was found in the result, and what became of it.

    `original` is empty for an added fact, `found` for a lost one. `reason` explains every status but `kept`.
    """

    kind: FactKind
    original: str
    found: str
    status: FactStatus
    reason: str = ""


@dataclass(frozen=True)
class FactLedger:
    """The fact lock's verdict: `review` when something was lost, added or changed and could not be repaired."""

    status: Literal["kept", "repaired", "review"]
    items: tuple[FactItem, ...] = ()


@dataclass(frozen=True)
class ProviderInfo:
    """Which writer answered."""

    name: str
    model: str = ""
    version: str = ""
    prompt_version: str | None = None


@dataclass(frozen=True)
class Scores:
    """Measures of one text: politeness and harshness 0..1, clarity 0..100."""

    politeness: float
    harshness: float
    clarity: float


@dataclass(frozen=True)
class ScoreShift:
    """The same measures before and after."""

    before: Scores
    after: Scores


@dataclass(frozen=True)
class Comparison:
    """Two texts side by side. `similarity` is 0 (nothing in common) to 1 (the same words)."""

    facts: FactLedger
    before: Scores
    after: Scores
    similarity: float


@dataclass(frozen=True)
class Usage:
    """What the call cost. `characters` counts the code points of the text."""

    characters: int
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True)
class Variant:
    """The same message at one intensity."""

    intensity: Intensity
    transformed_text: str
    changes: tuple[Change, ...]
    kept_percent: int


@dataclass(frozen=True)
class TransformResult:
    """The full, verified answer, as the public contract has it."""

    id: UUID
    transformation_type: TransformationType
    intensity: Intensity
    language: Language
    original_text: str
    transformed_text: str
    changed: bool
    tier: Tier
    degraded: bool
    degraded_reason: str | None
    cached: bool
    provider: ProviderInfo
    changes: tuple[Change, ...]
    kept_percent: int
    facts: FactLedger
    questions: tuple[Question, ...]
    warnings: tuple[Caution, ...]
    scores: ScoreShift
    variants: tuple[Variant, ...] | None
    usage: Usage
    processing_time_ms: float
    created_at: datetime


@dataclass(frozen=True)
class PreviewInfo:
    """What may be tried without a login: characters a message, messages a minute and a day for one address."""

    max_characters: int
    per_minute: int
    per_day: int


class Verdict(StrEnum):
    """What became of a result."""

    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


@dataclass(frozen=True)
class HistoryItem:
    """A transform as a list shows it. Texts are empty where nothing was kept."""

    id: UUID
    transformation_type: TransformationType
    intensity: Intensity
    language: Language
    tier: Tier
    original_text: str
    transformed_text: str
    verdict: Verdict | None
    created_at: datetime


@dataclass(frozen=True)
class HistoryFilter:
    """Which transforms to list. `text` is looked for in both texts, without case."""

    transformation_type: TransformationType | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


@dataclass(frozen=True)
class GlossaryTermDetails:
    """A term of the organization's glossary."""

    id: UUID
    term: str
    language: Language
    plain: str
    definition: str
    kind: Literal["jargon", "forbidden", "preserve"]
    status: Literal["approved", "candidate"]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class TypeDetails:
    """One of the seven types as people see it: a short name, and what it does in one line."""

    code: TransformationType
    name: str
    explanation: str
