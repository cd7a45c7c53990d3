"""What can be followed."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Topic:
    """What can be followed, of one organization."""

    organization_id: UUID
    name: str

    @property
    def key(self) -> str:
        """Of the stream. Two organizations never meet in one."""
        return f"tb:topic:{self.organization_id}:{self.name}"
