"""What happened here, for whoever listens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class MessageTransformed:
    """A message was transformed and recorded. Carries ids, never text."""

    transformation_id: UUID
    organization_id: UUID
    user_id: UUID
    created_at: datetime
