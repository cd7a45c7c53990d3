"""The words of analysis. Every score carries the places in the text that it rests on."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]
Side = Literal["engineer", "business"]
"""On which side of a conversation somebody stands."""
PiiType = Literal["person", "email", "phone", "credit_card", "iban", "ssn", "url", "ip_address", "address", "my_number"]


@dataclass(frozen=True)
class Evidence:
    """A place in the text, in code points, and why it counts."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Sentiment:
    """`score` runs from -1 (negative) to 1 (positive)."""

    label: Literal["negative", "neutral", "positive"]
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Tone:
    """A tone the text carries, with a confidence of 0..1."""

    label: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Harshness:
    """0 (gentle) to 1 (hostile); flagged from 0.5."""

    score: float
    flagged: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Politeness:
    """0..1, and the KeiCO level: 1 most honorific to 4 plain (English: 1 formal to 4 blunt)."""

    score: float
    level: Literal[1, 2, 3, 4]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Clarity:
    """0 (hard to follow) to 100."""

    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Readability:
    """0 (hard) to 100 (easy), and the formula it comes from."""

    score: float
    formula: str


@dataclass(frozen=True)
class Jargon:
    """`density`: terms per word, 0..1."""

    density: float
    terms: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ActionItem:
    """Something somebody has to do. Owner and due are as the text says them, or null."""

    text: str
    owner: str | None
    due: str | None
    start: int
    end: int


@dataclass(frozen=True)
class DoubleMeaning:
    """A word that engineers and business readers take differently here.

    `text` is how it stands in `[start, end)`; `engineer` and `business` say what each hears; `precise` is a form, in the
    text's language and with slots, that both read alike.
    """

    word: str
    text: str
    start: int
    end: int
    engineer: str
    business: str
    precise: str


@dataclass(frozen=True)
class Priority:
    """Urgency and importance 0..100; Eisenhower quadrant 1 (both) to 4 (neither)."""

    urgency: int
    importance: int
    quadrant: Literal[1, 2, 3, 4]


@dataclass(frozen=True)
class Injection:
    """Whether the text tries to give a model orders; `score` 0..1."""

    flagged: bool
    score: float
    reasons: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Pii:
    """A piece of personal data."""

    type: PiiType
    start: int
    end: int


@dataclass(frozen=True)
class Suggestion:
    """What would help this text most; None when nothing needs to change."""

    transformation_type: str | None
    intensity: int


@dataclass(frozen=True)
class Measures:
    """Politeness and harshness 0..1, clarity 0..100, as the lenses of these names measure them."""

    politeness: float
    harshness: float
    clarity: float


@dataclass(frozen=True)
class Analysis:
    """Everything the lenses see in one text. Same text, same answer; no model is called."""

    language: Language
    sentiment: Sentiment
    tone: tuple[Tone, ...]
    harshness: Harshness
    politeness: Politeness
    clarity: Clarity
    readability: Readability
    jargon: Jargon
    ambiguities: tuple[Evidence, ...]
    action_items: tuple[ActionItem, ...]
    priority: Priority
    injection: Injection
    pii: tuple[Pii, ...]
    suggested: Suggestion
