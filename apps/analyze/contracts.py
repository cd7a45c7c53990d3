"""The words of analysis. Every score carries the places in the text that it rests on."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]
Side = Literal["engineer", "business"]
"""On which side of a conversation somebody stands."""
PiiType = Literal["person", "email", "phone", "credit_card", "iban", "ssn", "url", "ip_address", "address", "my_number"]


@dataclass(frozen=True)
class Evidence:
    """A passage of the text, with its position in code points and the reason why it matters."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Sentiment:
    """`score` ranges from -1 (negative) to 1 (positive)."""

    label: Literal["negative", "neutral", "positive"]
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Tone:
    """A tone of the text; `confidence` ranges from 0 to 1."""

    label: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Harshness:
    """`score` ranges from 0 (gentle) to 1 (hostile); flagged at 0.5 and above."""

    score: float
    flagged: bool
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Politeness:
    """`score` ranges from 0 to 1; `level` is the KeiCO level, from 1 (most honorific) to 4 (plain). English: 1 (formal) to 4 (blunt)."""

    score: float
    level: Literal[1, 2, 3, 4]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Clarity:
    """`score` ranges from 0 (hard to follow) to 100 (clear)."""

    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Readability:
    """`score` ranges from 0 (hard) to 100 (easy); `formula` is the formula used."""

    score: float
    formula: str


@dataclass(frozen=True)
class Jargon:
    """`density` is the number of jargon terms per word, from 0 to 1."""

    density: float
    terms: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class ActionItem:
    """A task in the text. `owner` and `due` are quoted from the text, or null if not stated."""

    text: str
    owner: str | None
    due: str | None
    start: int
    end: int


@dataclass(frozen=True)
class DoubleMeaning:
    """A word that engineers and business readers understand differently in this text.

    `text` is the word as written in `[start, end)`; `engineer` and `business` are the two meanings; `precise` is an
    unambiguous wording in the text's language, with placeholders to fill in.
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
    """Urgency and importance, each from 0 to 100, and the Eisenhower quadrant, from 1 (both) to 4 (neither)."""

    urgency: int
    importance: int
    quadrant: Literal[1, 2, 3, 4]


@dataclass(frozen=True)
class Injection:
    """Whether the text appears to contain instructions for a model (prompt injection); `score` ranges from 0 to 1."""

    flagged: bool
    score: float
    reasons: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Pii:
    """An item of personal data in the text."""

    type: PiiType
    start: int
    end: int


@dataclass(frozen=True)
class Suggestion:
    """The suggested transformation for this text; the type is null if nothing needs to change."""

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
    """The full analysis of one text. The same text always gives the same result; no model is called."""

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
