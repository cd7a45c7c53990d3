"""Memberships for verbs, and the organizations that somebody belongs to."""

from collections.abc import Collection
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db.models import QuerySet

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


def sole_owners(user_ids: Collection[UUID]) -> set[UUID]:
    """Those of them by whose going others would stay somewhere without an owner who can sign in. One query, as the system."""
    going, found = set(user_ids), set[UUID]()
    for _organization, rows in groupby(_members_beside(going), key=attrgetter("organization_id")):
        members = list(rows)
        owners = {each.user_id for each in members if each.role == Role.OWNER.value and each.user.is_active}
        if owners <= going < going | {each.user_id for each in members}:
            found |= owners
    return found


def _members_beside(user_ids: Collection[UUID]) -> QuerySet[Membership]:
    theirs = Membership.objects.filter(user__in=user_ids).values("organization")
    return Membership.objects.filter(organization__in=theirs).select_related("user").order_by("organization")


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
