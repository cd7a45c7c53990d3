"""What a model is asked, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apps.transform.contracts.words import Intensity, Language, TransformationType


@dataclass(frozen=True)
class Prompt:
    """A system prompt with its variables still in it. `strengths`: what the intensities ask for, lightest first."""

    version: str
    system: str
    strengths: tuple[str, ...]


@dataclass(frozen=True)
class ModelQuestion:
    """A message as it may leave the process: every text in it is masked.

    `boundary` is random and stands around the message; `words` is what the organization's glossary says of it, a line
    each; `prompt` None is the product's own. `earlier` and `complaint` are the last answer and what was wrong with it, where it is asked once more.
    `schema` is the JSON Schema of the answer, for models that can be held to one; None where it is a text.
    """

    transformation_type: TransformationType
    intensity: Intensity
    language: Language
    message: str
    boundary: str
    sender: str = ""
    receiver: str = ""
    background: str = ""
    words: str = ""
    prompt: Prompt | None = None
    earlier: str = ""
    complaint: str = ""
    schema: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Spent:
    """Tokens of all calls for one message, those whose answers weren't used too, and what they cost in dollars."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
        )


@dataclass(frozen=True)
class Piece:
    """Part of a model's answer. `ended`: the model says that it has written all of it."""

    text: str = ""
    ended: bool = False
    spent: Spent = field(default_factory=Spent)


@dataclass(frozen=True)
class Complaint:
    """Why an answer isn't shown: a word for the operator, and a sentence for the model where asking again can help."""

    code: str
    told: str = ""
