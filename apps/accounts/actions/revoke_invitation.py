"""Take an invitation back."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.invitations import own_invitation
from apps.accounts.rights import ensure_runs_organization
from tonebridge.resilience import clock


@transaction.atomic
def revoke_invitation(*, principal: Principal, invitation_id: UUID) -> None:
    """Its link stops working at once. Raises InsufficientPermissions, and NotFound for one that isn't open."""
    ensure_runs_organization(principal)
    invitation = own_invitation(principal, invitation_id)
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    record_audit(principal, "invitation.revoked", subject=invitation.id)
