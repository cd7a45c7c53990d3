"""An organization goes, and what happened in it."""

from uuid import UUID

from tonebridge.events.models import Event


def forget_events(*, organization_id: UUID) -> int:
    """Delete all events of the organization. Answers how many."""
    return Event.objects.filter(organization_id=organization_id).delete()[0]
