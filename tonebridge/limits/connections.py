"""How many connections an organization holds open in this process."""

from collections import Counter
from uuid import UUID

from django.conf import settings

OTHER_PLANS = 100


class Connections:
    """For the event loop alone."""

    def __init__(self) -> None:
        self._open = Counter[UUID]()

    def open(self, organization_id: UUID, most: int) -> bool:
        """Count one more; False, and nothing counted, where there are `most` already."""
        if self._open[organization_id] >= most:
            return False
        self._open[organization_id] += 1
        return True

    def close(self, organization_id: UUID) -> None:
        """One fewer."""
        self._open[organization_id] -= 1
        if self._open[organization_id] <= 0:
            del self._open[organization_id]


def most_connections(plan: str) -> int:
    """What a plan allows, by its code."""
    return int(settings.LIVE_CONNECTIONS.get(plan, OTHER_PLANS))


live = Connections()
