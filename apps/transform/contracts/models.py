"""Models of an organization's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ModelRungName = Literal["primary", "secondary"]
Vendor = Literal["openai", "anthropic"]


@dataclass(frozen=True)
class ModelChoice:
    """What an owner sets. `openai` stands for every server of that protocol; an empty address is the vendor's own.

    `api_key` None keeps the key that is there. Prices are dollars a million tokens.
    """

    vendor: Vendor
    model: str
    base_url: str = ""
    api_key: str | None = None
    input_price: float = 0.0
    output_price: float = 0.0

    def __repr__(self) -> str:
        return f"<ModelChoice {self.vendor}:{self.model}>"  # never the key


@dataclass(frozen=True)
class OrganizationModelDetails:
    """The same as it is shown: whether there is a key, never the key."""

    rung: ModelRungName
    vendor: Vendor
    model: str
    base_url: str
    has_key: bool
    input_price: float
    output_price: float
    created_at: datetime
    updated_at: datetime
