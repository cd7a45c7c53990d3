"""Keep everything of an organization for a court, or end that."""

from uuid import UUID

from apps.accounts.models import Organization


def hold_organization(*, organization_id: UUID, on: bool) -> None:
    """While it is `on`, neither retention nor any request to delete takes anything away. Staff decide, never a tenant."""
    Organization.objects.filter(id=organization_id).update(legal_hold=on)
