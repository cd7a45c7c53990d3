"""How long organizations keep messages."""

from uuid import UUID

from apps.accounts.models import Organization


def retention_days() -> dict[UUID, int]:
    """Days by organization."""
    return dict(Organization.objects.values_list("id", "retention_days"))
