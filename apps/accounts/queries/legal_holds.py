"""What has to be kept for a court: nothing of such an organization is deleted, whoever asks."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Organization
from tonebridge.errors import OnHold
from tonebridge.tenancy.identity import acting_for

SOMEWHERE = _(
    "One of your organizations is under a legal hold, so your account can't be deleted until the hold is lifted."
)


def ensure_not_held(organization_id: UUID) -> None:
    """Before anything of the organization's is deleted. Raises OnHold."""
    if Organization.objects.filter(id=organization_id, legal_hold=True).exists():
        raise OnHold()


def ensure_held_nowhere(organization_ids: Collection[UUID]) -> None:
    """Before somebody is deleted who works in these. Raises OnHold."""
    for organization_id in organization_ids:
        with acting_for(organization_id):
            if Organization.objects.filter(id=organization_id, legal_hold=True).exists():
                raise OnHold(SOMEWHERE)
