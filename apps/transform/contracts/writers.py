"""What an organization, or staff, have chosen about who writes and what they are told."""

from dataclasses import dataclass
from typing import Literal

from apps.transform.contracts.models import ModelRungName, Vendor
from apps.transform.contracts.words import Language, TransformationType

PromptLabel = Literal["production", "candidate"]


@dataclass(frozen=True)
class OwnModel:
    """A model of an organization's own, with its key: for rungs alone."""

    rung: ModelRungName
    vendor: Vendor
    model: str
    base_url: str
    api_key: str
    input_price: float
    output_price: float

    def __repr__(self) -> str:
        return f"<OwnModel {self.rung} {self.vendor}:{self.model}>"  # never the key


@dataclass(frozen=True)
class ChosenPrompt:
    """A prompt that is in force instead of the product's own; `content` as its file would have it."""

    transformation_type: TransformationType
    language: Language
    version: str
    content: str
