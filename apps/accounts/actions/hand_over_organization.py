"""Make a colleague the owner."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal, Role
from apps.accounts.queries.members import own_member
from apps.accounts.queries.organizations import own_organization
from apps.accounts.rights import ensure_in_person, ensure_owns_organization, ensure_recently_authenticated
from apps.accounts.unverified import Privilege, ensure_verified
from tonebridge.errors import Conflict

TO_ONESELF = _("You already own this organization.")
UNFIT = _("Only an active member with a confirmed email address can become the owner.")


@transaction.atomic
def hand_over_organization(*, principal: Principal, user_id: UUID) -> None:
    """The colleague owns the organization, the caller stays as an administrator.

    Raises InsufficientPermissions for anybody but the owner in person, EmailNotVerified, ReauthenticationRequired, NotFound,
    and Conflict for a colleague who can't take it.
    """
    ensure_in_person(principal)
    ensure_owns_organization(principal)
    ensure_verified(principal, Privilege.MEMBERS)
    ensure_recently_authenticated(principal)
    if user_id == principal.user_id:
        raise Conflict(TO_ONESELF)
    own_organization(principal, lock=True)
    owner, heir = own_member(principal, principal.user_id), own_member(principal, user_id)
    if not heir.user.is_active or heir.user.email_verified_at is None:
        raise Conflict(UNFIT)
    owner.role, heir.role = Role.ADMIN.value, Role.OWNER.value
    owner.save(update_fields=["role"])
    heir.save(update_fields=["role"])
    record_audit(principal, "organization.handed_over", subject=user_id)
