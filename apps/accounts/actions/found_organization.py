"""An organization of one's own."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.actions.subscribe_organization import subscribe_organization
from apps.accounts.contracts import Role
from apps.accounts.models import Membership, Organization
from tonebridge.tenancy.identity import acting_for


@transaction.atomic
def found_organization(*, user_id: UUID, name: str, plan_code: str) -> Organization:
    """Make the organization, its owner and its subscription. Raises NotFound for an unknown plan."""
    organization = Organization(name=name[:120])
    with acting_for(organization.id):
        organization.save(force_insert=True)
        Membership.objects.create(user_id=user_id, organization=organization, role=Role.OWNER.value)
        subscribe_organization(organization_id=organization.id, plan_code=plan_code)
        append_audit(
            organization_id=organization.id, actor_id=user_id, action="organization.created", subject=organization.id
        )
    return organization
