"""Invitations, as those who run an organization see them, and as whoever holds a link does."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import InvitationDetails, OfferedInvitation, Principal, Role
from apps.accounts.credentials.link_tokens import digest_of_link_token
from apps.accounts.models import Invitation, Membership, User
from apps.accounts.rights import ensure_runs_organization
from tonebridge.errors import FieldError, LinkOver, NotFound
from tonebridge.resilience import clock
from tonebridge.rest.pagination import Page, PageRequest, page_of
from tonebridge.tenancy.identity import acting_for, acting_for_holder

PURPOSE = "invitation"
OVER = _("This invitation has been accepted or withdrawn, or has expired. Ask for a new one.")


def invitations_of(principal: Principal, page: PageRequest) -> Page[InvitationDetails]:
    """Open ones, the newest first. Raises InsufficientPermissions."""
    ensure_runs_organization(principal)
    rows = Invitation.objects.open(clock.now()).filter(organization=principal.organization_id).order_by("-id")
    if page.after:
        rows = rows.filter(id__lt=UUID(page.after[0]))
    found = page_of(rows[: page.fetch], page, lambda row: (str(row.id),))
    return Page(tuple(row.details() for row in found.items), found.next_cursor)


def invited_as(principal: Principal, invitation_ids: Collection[UUID]) -> dict[UUID, tuple[str, Role]]:
    """To which address and for which role these invitations of the caller's organization went; of accepted ones, as long as
    whoever joined is a member.
    """
    members = Membership.objects.filter(organization=principal.organization_id).values("user__email")
    rows = Invitation.objects.filter(organization=principal.organization_id, id__in=invitation_ids)
    rows = rows.filter(Q(accepted_at=None) | Q(email__in=members))
    return {row.id: (row.email, Role(row.role)) for row in rows}


def own_invitation(principal: Principal, invitation_id: UUID) -> Invitation:
    """The row itself, locked, for verbs. Raises NotFound, for another's invitation as for none."""
    rows = Invitation.objects.open(clock.now()).filter(organization=principal.organization_id)
    invitation = rows.select_for_update().filter(id=invitation_id).first()
    if invitation is None:
        raise NotFound()
    return invitation


def live_invitation(token: str) -> Invitation:
    """The row of a link that is still good; to see or change more, act for its organization.

    Raises LinkOver, one answer for all that is wrong.
    """
    digest = digest_of_link_token(token, PURPOSE)
    with acting_for_holder(invitation_digest=digest or ""):
        invitation = Invitation.objects.open(clock.now()).filter(digest=digest).first() if digest else None
    if invitation is None:
        raise invitation_is_over()
    return invitation


def invitation_is_over() -> LinkOver:
    """The refusal."""
    return LinkOver(OVER, fields=(FieldError("token", "not_live", OVER),))


def offered_invitation(token: str) -> OfferedInvitation:
    """What a link offers. Raises LinkOver."""
    invitation = live_invitation(token)
    with acting_for(invitation.organization_id):
        name = invitation.organization.name
        inviter = invitation.invited_by
    return OfferedInvitation(
        organization_name=name,
        inviter=inviter.email if inviter else "",
        email=invitation.email,
        role=Role(invitation.role),
        known=User.objects.filter(email=invitation.email).exists(),
    )
