"""Memberships for verbs, and the organizations that somebody belongs to."""

from uuid import UUID

from apps.accounts.contracts import OrganizationMember, Principal, Role, Workplace
from apps.accounts.models import Membership
from apps.accounts.queries.organizations import member_details
from apps.accounts.queries.places import places_of
from tonebridge.errors import NotFound
from tonebridge.tenancy.identity import acting_for


def own_member(principal: Principal, user_id: UUID) -> Membership:
    """A colleague's row, locked. Raises NotFound, for a stranger as for nobody."""
    rows = Membership.objects.filter(organization=principal.organization_id).select_for_update(of=("self",))
    member = rows.select_related("user").filter(user=user_id).first()
    if member is None:
        raise NotFound()
    return member


def colleague_of(principal: Principal, user_id: UUID) -> OrganizationMember:
    """A colleague, for a page that asks about them. Raises NotFound."""
    rows = Membership.objects.filter(organization=principal.organization_id).select_related("user")
    member = rows.filter(user=user_id).first()
    if member is None:
        raise NotFound()
    return member_details(member)


def has_other_owner(principal: Principal) -> bool:
    """Whether somebody besides the caller owns the organization, and can sign in. Lock it before, or others may leave."""
    rows = Membership.objects.filter(organization=principal.organization_id, role=Role.OWNER.value)
    return rows.filter(user__is_active=True).exclude(user=principal.user_id).exists()


def workplaces_of(principal: Principal) -> list[Workplace]:
    """The caller's organizations, in the order they joined. A query, and one for each."""
    return [_workplace(principal, place) for place in places_of(principal.user_id)]


def _workplace(principal: Principal, organization_id: UUID) -> Workplace:
    with acting_for(organization_id):
        row = Membership.objects.select_related("organization").get(
            user=principal.user_id, organization=organization_id
        )
    return Workplace(
        id=organization_id,
        name=row.organization.name,
        role=Role(row.role),
        current=organization_id == principal.organization_id,
    )


def belongs_somewhere(user_id: UUID) -> bool:
    """Whether the user is a member of any organization; only staff may not be."""
    return bool(places_of(user_id))
