"""Ask someone to join the organization."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import InvitationDetails, Principal, Role
from apps.accounts.models import Invitation, Membership
from apps.accounts.queries.organizations import own_organization
from apps.accounts.rights import ensure_recently_authenticated, ensure_runs_organization
from apps.accounts.tries import INVITATIONS, spend
from apps.accounts.unverified import Privilege, ensure_verified
from tonebridge.errors import AlreadyExists, FieldError, ValidationFailed
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.resilience import clock

LIFETIME = timedelta(days=7)
ONE_OWNER = _("You can't invite someone as an owner. Transfer ownership instead.")
HERE = _("Someone with this address is already a member or has already been invited.")


@transaction.atomic
def invite_member(*, principal: Principal, email: str, role: Role) -> InvitationDetails:
    """Send an invitation, good for a week.

    Whoever invites has signed in lately: with a stolen sign-in somebody else would come in and stay. What an API key has sent ends
    with the key.

    Raises InsufficientPermissions, EmailNotVerified, ValidationFailed for the role of owner, ReauthenticationRequired,
    AlreadyExists for a member or an open invitation, RateLimited. Whether the address has an account elsewhere makes no
    difference.
    """
    ensure_runs_organization(principal)
    ensure_verified(principal, Privilege.INVITATIONS)
    if role is Role.OWNER:
        raise ValidationFailed(fields=(FieldError("role", "owner", ONE_OWNER),))
    ensure_recently_authenticated(principal)
    own_organization(principal, lock=True)
    _ensure_new(principal, email)
    spend(f"invitations:{principal.organization_id}", INVITATIONS)
    return _invite(principal, email, role)


def _ensure_new(principal: Principal, email: str) -> None:
    organization = principal.organization_id
    is_member = Membership.objects.filter(organization=organization, user__email=email).exists()
    if is_member or Invitation.objects.open(clock.now()).filter(organization=organization, email=email).exists():
        raise AlreadyExists(HERE)


def _invite(principal: Principal, email: str, role: Role) -> InvitationDetails:
    now = clock.now()
    invitation = Invitation.objects.create(
        organization_id=principal.organization_id,
        invited_by_id=principal.user_id,
        sent_with_id=principal.key_id,
        email=email,
        role=role.value,
        language=(get_language() or "ja")[:2],
        created_at=now,
        expires_at=now + LIFETIME,
    )
    payload = {"invitation_id": str(invitation.id)}
    enqueue_job(
        kind="send_invitation",
        payload_ids=payload,
        organization_id=principal.organization_id,
        priority=Priority.CRITICAL,
    )
    record_audit(principal, "invitation.sent", subject=invitation.id)
    return invitation.details()
