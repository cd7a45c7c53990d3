"""Invitations, as those who run an organization see them, and as whoever holds a link does."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import InvitationDetails, OfferedInvitation, Principal, Role
from apps.accounts.credentials.link_tokens import digest_of_link_token
from apps.accounts.models import Invitation, User
from apps.accounts.rights import ensure_runs_organization
from tonebridge.errors import FieldError, NotFound, ValidationFailed
from tonebridge.resilience import clock
from tonebridge.rest.pagination import Page, PageRequest, page_of
from tonebridge.tenancy.identity import acting_for, acting_for_holder

PURPOSE = "invitation"
OVER = _("This invitation was accepted, withdrawn or is too old. Ask for a new one.")


def invitations_of(principal: Principal, page: PageRequest) -> Page[InvitationDetails]:
    """Open ones, the newest first. Raises InsufficientPermissions."""
    ensure_runs_organization(principal)
    rows = Invitation.objects.open(clock.now()).filter(organization=principal.organization_id).order_by("-id")
    if page.after:
        rows = rows.filter(id__lt=UUID(page.after[0]))
    found = page_of(rows[: page.fetch], page, lambda row: (str(row.id),))
    return Page(tuple(row.details() for row in found.items), found.next_cursor)


def own_invitation(principal: Principal, invitation_id: UUID) -> Invitation:
    """The row itself, locked, for verbs. Raises NotFound, for another's invitation as for none."""
    rows = Invitation.objects.open(clock.now()).filter(organization=principal.organization_id)
    invitation = rows.select_for_update().filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound()
    return invitation


def live_invitation(token: str) -> Invitation:
    """The row of a link that is still good; to see or change more, act for its organization.

    Raises ValidationFailed, one answer for all that is wrong.
    """
    digest = digest_of_link_token(token, PURPOSE)
    with acting_for_holder(invitation_digest=digest or ""):
        invitation = Invitation.objects.open(clock.now()).filter(digest=digest).first() if digest else None
    if invitation is None:
        raise invitation_is_over()
    return invitation


def invitation_is_over() -> ValidationFailed:
    """The refusal."""
    return ValidationFailed(OVER, fields=(FieldError("token", "not_live", OVER),))


def offered_invitation(token: str) -> OfferedInvitation:
    """What a link offers. Raises ValidationFailed."""
    invitation = live_invitation(token)
    with acting_for(invitation.organization_id):
        name = invitation.organization.name
    return OfferedInvitation(
        organization_name=name,
        email=invitation.email,
        role=Role(invitation.role),
        known=User.objects.filter(email=invitation.email).exists(),
    )
