"""Give a colleague another role."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import OrganizationMember, Principal, Role
from apps.accounts.models import Membership
from apps.accounts.queries.members import own_member
from apps.accounts.queries.organizations import member_details, own_organization
from apps.accounts.rights import ensure_recently_authenticated, ensure_runs_organization
from apps.accounts.unverified import Privilege, ensure_verified
from tonebridge.errors import Conflict, FieldError, ValidationFailed

BY_HAND_OVER = _("An owner's role can only be changed by transferring ownership.")


@transaction.atomic
def change_member_role(*, principal: Principal, user_id: UUID, role: Role) -> OrganizationMember:
    """It holds from the colleague's next call on. Raises InsufficientPermissions, EmailNotVerified, ReauthenticationRequired,
    NotFound, ValidationFailed for the role of owner, and Conflict for the owner.
    """
    ensure_runs_organization(principal)
    ensure_verified(principal, Privilege.MEMBERS)
    ensure_recently_authenticated(principal)
    if role is Role.OWNER:
        raise ValidationFailed(fields=(FieldError("role", "owner", BY_HAND_OVER),))
    own_organization(principal, lock=True)
    member = own_member(principal, user_id)
    ensure_not_owner(member)
    member.role = role.value
    member.save(update_fields=["role"])
    record_audit(principal, "member.role_changed", subject=f"{user_id}:{role.value}")
    return member_details(member)


def ensure_not_owner(member: Membership) -> None:
    """Raises Conflict."""
    if member.role == Role.OWNER.value:
        raise Conflict(BY_HAND_OVER)
