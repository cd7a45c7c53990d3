"""Take a colleague out of the organization."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.change_member_role import ensure_not_owner
from apps.accounts.actions.end_membership import end_membership
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.send_security_notice import notify_of
from apps.accounts.contracts import Principal
from apps.accounts.queries.members import own_member
from apps.accounts.queries.organizations import own_organization
from apps.accounts.rights import ensure_runs_organization
from apps.accounts.unverified import Privilege, ensure_verified
from tonebridge.errors import Conflict

LEAVE = _("You can't remove yourself. Leave the organization instead.")


@transaction.atomic
def remove_member(*, principal: Principal, user_id: UUID) -> None:
    """Out at once, with their keys and tokens for the organization; browsers stay signed in, in another of theirs. A mail tells
    them. What they wrote stays for as long as the organization keeps messages.

    Raises InsufficientPermissions, EmailNotVerified, NotFound, and Conflict for the owner and for oneself.
    """
    ensure_runs_organization(principal)
    ensure_verified(principal, Privilege.MEMBERS)
    own_organization(principal, lock=True)
    member = own_member(principal, user_id)
    if user_id == principal.user_id:
        raise Conflict(LEAVE)
    ensure_not_owner(member)
    end_membership(member)
    notify_of("member_removed", user_id, place=principal.organization_id)
    record_audit(principal, "member.removed", subject=user_id)
