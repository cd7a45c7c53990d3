"""The words of what happened."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Figures = Mapping[str, str | int | float]
"""Ids, numbers and words of ours."""


@dataclass(frozen=True)
class Happening:
    """An event of the outbox. `id` names it: who has seen it once may forget it the second time."""

    id: UUID
    name: str
    organization_id: UUID
    created_at: datetime
    payload: Figures


Subscriber = Callable[[Sequence[Happening]], None]
"""Takes events of one name, the oldest first, in one transaction: what it writes to the database counts once, however often
it is called. What it does elsewhere it must bear doing twice."""
