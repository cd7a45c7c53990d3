"""Join an organization."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.claim_account import claim_account
from apps.accounts.actions.end_sign_ins import SignIn
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import Invitation, Membership, User
from apps.accounts.queries.invitations import invitation_is_over, live_invitation
from tonebridge.errors import InsufficientPermissions
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

FOR_ANOTHER = _("This invitation is for another address. Sign in with the one it was sent to.")


@transaction.atomic
def accept_invitation(*, user_id: UUID, token: str, but: SignIn | None = None) -> bool:
    """Join with the invitation's role; later sign-ins speak for that organization. Whether it proved the address.

    The address counts as verified: the link came through it. Where it wasn't before, everything that was made before ends
    (`claim_account`), but for the caller's own sign-in `but`. Raises ValidationFailed for a link that isn't good any more,
    InsufficientPermissions for somebody else's, InvalidToken where the session `but` has ended.
    """
    invitation = live_invitation(token)
    user = User.objects.get(id=user_id)
    if user.email != invitation.email:
        raise InsufficientPermissions(FOR_ANOTHER)
    claimed = claim_account(user_id=user_id, but=but)
    join(user, invitation)
    return claimed


def join(user: User, invitation: Invitation) -> None:
    """In the caller's transaction. Checks no rights of the one who joins: verbs do. A member stays what they are.

    Raises ValidationFailed where the invitation has ended a moment ago.
    """
    now = clock.now()
    with acting_for(invitation.organization_id):
        if not Invitation.objects.open(now).filter(id=invitation.id).update(accepted_at=now):
            raise invitation_is_over()
        Membership.objects.get_or_create(
            user=user, organization_id=invitation.organization_id, defaults={"role": invitation.role}
        )
    append_audit(
        organization_id=invitation.organization_id, actor_id=user.id, action="member.joined", subject=invitation.id
    )
    user.current_organization_id = invitation.organization_id
    user.save(update_fields=["current_organization"])
