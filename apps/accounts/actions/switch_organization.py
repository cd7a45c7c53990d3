"""Work for another of one's organizations."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.models import User
from apps.accounts.queries.places import places_of
from apps.accounts.rights import ensure_in_person
from tonebridge.errors import NotFound


@transaction.atomic
def switch_organization(*, principal: Principal, organization_id: UUID) -> None:
    """Pages and new sign-ins speak for it from now on; tokens go on speaking for theirs.

    Raises InsufficientPermissions for a key, NotFound where the caller isn't a member.
    """
    ensure_in_person(principal)
    if organization_id not in places_of(principal.user_id):
        raise NotFound()
    User.objects.filter(id=principal.user_id).update(current_organization=organization_id)
    record_audit(principal, "organization.switched", subject=organization_id)
