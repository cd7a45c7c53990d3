"""Write the e-mail that invites."""

from uuid import UUID

from apps.accounts.credentials.link_tokens import make_link_token
from apps.accounts.mail import link_to, plain_name, send_mail
from apps.accounts.models import Invitation
from apps.accounts.queries.invitations import PURPOSE
from tonebridge.resilience import clock


def send_invitation(*, invitation_id: UUID) -> None:
    """Send it with a fresh token, which replaces an earlier one; nothing if it was accepted, revoked or is too old."""
    rows = Invitation.objects.open(clock.now()).select_related("organization", "invited_by")
    invitation = rows.filter(id=invitation_id).first()
    if invitation is None:
        return
    token, invitation.digest = make_link_token(PURPOSE)
    invitation.save(update_fields=["digest"])
    send_mail(
        template="invitation",
        language=invitation.language,
        to=invitation.email,
        link=link_to("invitation", token),
        organization=plain_name(invitation.organization.name),
        inviter=invitation.invited_by.email if invitation.invited_by else "",
    )
