"""What is answered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from apps.transform.contracts.drafts import Caution, Question
from apps.transform.contracts.facts import FactLedger
from apps.transform.contracts.words import Intensity, Language, Tier, TransformationType


@dataclass(frozen=True)
class Reason:
    """Why a change was made: a stable code, and an explanation in the reader's language."""

    code: str
    text: str


@dataclass(frozen=True)
class Change:
    """One applied edit. Changes are ordered and don't overlap; applying any subset of them gives readable text."""

    id: str
    start: int
    end: int
    original: str
    replacement: str
    reason: Reason


@dataclass(frozen=True)
class UnsurePassage:
    """A passage `[start, end)` of the original that somebody should look at, as the rules couldn't improve it or aren't sure about it.

    Spans count code points. `code` is stable and says why; `message` explains it in the reader's language.
    """

    start: int
    end: int
    text: str
    code: str
    message: str


SUSPECTED = "injection_suspected"
"""The code of a warning, and of a refusal, of a message that seems to give orders to a model."""
Whose = Literal["", "own", "colleague"]


@dataclass(frozen=True)
class ProviderInfo:
    """The writer of the result. `reused_from` says whose result was reused, `own` or `colleague`; empty if none was."""

    name: str
    model: str = ""
    version: str = ""
    prompt_version: str | None = None
    reused_from: Whose = ""


@dataclass(frozen=True)
class Scores:
    """Scores of one text: politeness and harshness from 0 to 1, clarity from 0 to 100."""

    politeness: float
    harshness: float
    clarity: float


@dataclass(frozen=True)
class ScoreShift:
    """The scores before and after."""

    before: Scores
    after: Scores


@dataclass(frozen=True)
class Comparison:
    """A comparison of two texts. `similarity` ranges from 0 (nothing in common) to 1 (the same words)."""

    facts: FactLedger
    before: Scores
    after: Scores
    similarity: float


@dataclass(frozen=True)
class Usage:
    """What the request used. `characters` is the length of the text in code points; tokens are totals over all models called.

    `cost_usd` is the cost of the models at the operator's prices; 0 if no prices are set. `verify_ms` is the time that a model took to
    compare the meaning (`facts.checked`); 0 if none was asked.
    """

    characters: int
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    verify_ms: float = 0.0


@dataclass(frozen=True)
class Variant:
    """The message transformed at one intensity."""

    intensity: Intensity
    transformed_text: str
    changes: tuple[Change, ...]
    kept_percent: int
    unsure: tuple[UnsurePassage, ...] = ()


@dataclass(frozen=True)
class TransformResult:
    """The full, checked result of a transformation.

    `unsure` are passages of the original that somebody should look at, in order: the rules left them as they were, or aren't sure
    what to make of them. It is empty where a model wrote, and where the result is from before version 0.2.0.
    """

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
    unsure: tuple[UnsurePassage, ...] = field(default=(), kw_only=True)
    scores: ScoreShift
    variants: tuple[Variant, ...] | None
    usage: Usage
    processing_time_ms: float
    created_at: datetime

    @property
    def is_suspected(self) -> bool:
        """Whether its message seems to give orders to a model."""
        return any(warning.code == SUSPECTED for warning in self.warnings)


@dataclass(frozen=True)
class PreviewInfo:
    """Preview limits: maximum characters per message, and messages per minute and per day for one IP address."""

    max_characters: int
    per_minute: int
    per_day: int
