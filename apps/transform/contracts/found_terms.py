"""Words that recur in an organization's messages."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class FoundTermDetails:
    """A word that waits for somebody to say what it means: in how many messages of the last 30 days it stands."""

    id: UUID
    term: str
    language: Literal["ja", "en"]
    messages: int
