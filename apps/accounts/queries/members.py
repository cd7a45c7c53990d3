"""Memberships for verbs, and the organizations that somebody belongs to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from apps.accounts.contracts import OrganizationMember, Principal, Role, Workplace
from apps.accounts.models import Membership
from apps.accounts.queries.organizations import member_details
from apps.accounts.queries.places import places_of
from tonebridge.errors import NotFound
from tonebridge.tenancy.identity import acting_for

Standings = Mapping[UUID, tuple[str, bool]]
"""By user: their role, and whether they can sign in."""
ACTIVE_OWNER = (Role.OWNER.value, True)
"""One who has closed their account stays a member until a job has deleted it."""


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


def standings_in(organization_id: UUID) -> Standings:
    """Those of everybody in an organization. Lock it before, or others may leave. One query."""
    with acting_for(organization_id):
        rows = Membership.objects.filter(organization=organization_id)
        return {who: (role, active) for who, role, active in rows.values_list("user_id", "role", "user__is_active")}


def last_owners(members: Standings, going: Collection[UUID]) -> set[UUID]:
    """The owners who can sign in, where all of them go: whoever stays has none. Empty where one stays, or there was none."""
    owners = {who for who, standing in members.items() if standing == ACTIVE_OWNER}
    return owners if owners.issubset(going) else set()


def sole_owners(user_ids: Collection[UUID]) -> set[UUID]:
    """Those of them by whose going others would stay somewhere without an owner who can sign in. One query, as the system."""
    places: defaultdict[UUID, dict[UUID, tuple[str, bool]]] = defaultdict(dict)
    theirs = Membership.objects.filter(user__in=user_ids).values("organization")
    rows = Membership.objects.filter(organization__in=theirs)
    for place, who, role, active in rows.values_list("organization_id", "user_id", "role", "user__is_active"):
        places[place][who] = role, active
    shared = [members for members in places.values() if members.keys() - set(user_ids)]
    return set[UUID]().union(*(last_owners(members, user_ids) for members in shared))


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
