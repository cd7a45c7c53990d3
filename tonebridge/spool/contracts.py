"""What waits, and how it went."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args
from uuid import UUID

Outcome = Literal["kept", "dropped", "written", "known", "lost"]
"""Kept or dropped when it came; written, known already, or lost when the database was back."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True)
class Entry:
    """Something to write for an organization. `id` tells whether it is written already; `values` are JSON, and no text of anybody's."""

    kind: str
    id: UUID
    organization_id: UUID
    values: Mapping[str, Any]


Writer = Callable[[Entry], bool]
"""Writes an entry, acting for its organization; False where it stands already. Raises DatabaseError where it can't."""
