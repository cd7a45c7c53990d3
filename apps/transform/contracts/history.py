"""What is kept: history, feedback, glossary, the types as they are shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from apps.transform.contracts.requests import GlossaryEntry
from apps.transform.contracts.results import ProviderInfo, UnsurePassage
from apps.transform.contracts.words import Intensity, Language, Tier, TransformationType


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
class HistoryDetails(HistoryItem):
    """A transform by itself, with what its result said of passages to look at. Empty where no text was kept."""

    unsure: tuple[UnsurePassage, ...] = ()


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


@dataclass(frozen=True)
class ImportProblem:
    """A line of an imported file that was not taken. The header is line 1."""

    line: int
    field: str
    detail: str


@dataclass(frozen=True)
class GlossaryImport:
    """What an import did. `unchanged` are terms of which the glossary says the same."""

    added: int
    changed: int
    unchanged: int
    problems: tuple[ImportProblem, ...]


@dataclass(frozen=True)
class GlossaryPlan:
    """What an import would do. `unchanged` terms say the same already."""

    added: tuple[GlossaryEntry, ...]
    changed: tuple[GlossaryEntry, ...]
    unchanged: int
    problems: tuple[ImportProblem, ...]


@dataclass(frozen=True)
class SimilarItem:
    """A transform like another one. `similarity` is the cosine of their vectors, -1 to 1."""

    item: HistoryItem
    similarity: float


@dataclass(frozen=True)
class Reusable:
    """An earlier result that may do for another message, who wrote it, and whether it is the caller's own."""

    id: UUID
    original_text: str
    transformed_text: str
    provider: ProviderInfo
    similarity: float
    is_own: bool
