"""Go."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.end_membership import end_membership
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.members import last_owners, own_member, standings_in
from apps.accounts.queries.organizations import own_organization
from apps.accounts.rights import ensure_in_person
from tonebridge.errors import Conflict

LAST_OWNER = _("The last owner can't leave. Transfer ownership first.")


@transaction.atomic
def leave_organization(*, principal: Principal) -> None:
    """Leave the organization of the credential. Raises InsufficientPermissions for a key, Conflict for its last owner."""
    ensure_in_person(principal)
    own_organization(principal, lock=True)  # of two owners who leave at once, the second sees that the first has gone
    member = own_member(principal, principal.user_id)
    if last_owners(standings_in(principal.organization_id), {principal.user_id}):
        raise Conflict(LAST_OWNER)
    end_membership(member)
    record_audit(principal, "member.left", subject=principal.user_id)
