"""An organization and its people, as their own members see them."""

from collections.abc import Collection
from uuid import UUID

from apps.accounts.contracts import OrganizationDetails, OrganizationMember, Principal, Role
from apps.accounts.models import Membership, Organization
from apps.accounts.queries.policies import SHARES_RESULTS, suspicion_of
from tonebridge.errors import NotFound
from tonebridge.rest.pagination import Page, PageRequest, page_of


def organization_of(principal: Principal) -> OrganizationDetails:
    """The caller's organization, with the plan it is on. Raises NotFound."""
    return organization_details(own_organization(principal), principal)


def own_organization(principal: Principal, *, lock: bool = False) -> Organization:
    """The row itself, for verbs. Raises NotFound."""
    rows = Organization.objects.select_for_update() if lock else Organization.objects
    organization = rows.filter(id=principal.organization_id).first()
    if organization is None:
        raise NotFound()
    return organization


def is_organization(organization_id: UUID) -> bool:
    """Whether there is one of this id. For tasks of the system, which see all."""
    return Organization.objects.filter(id=organization_id).exists()


def organization_details(organization: Organization, principal: Principal) -> OrganizationDetails:
    """The row in plain words."""
    return OrganizationDetails(
        id=organization.id,
        name=organization.name,
        retention_days=organization.retention_days,
        no_training=organization.no_training,
        shares_results=organization.settings.get(SHARES_RESULTS) is True,
        suspected_orders=suspicion_of(organization.settings),
        plan=principal.plan,
        created_at=organization.created_at,
    )


def members_of(principal: Principal, page: PageRequest) -> Page[OrganizationMember]:
    """The members of the caller's organization, in the order they joined."""
    rows = Membership.objects.filter(organization=principal.organization_id).select_related("user").order_by("id")
    if page.after:
        rows = rows.filter(id__gt=UUID(page.after[0]))
    found = page_of(rows[: page.fetch], page, lambda row: (str(row.id),))
    return Page(tuple(member_details(row) for row in found.items), found.next_cursor)


def member_details(row: Membership) -> OrganizationMember:
    """A membership in plain words."""
    return OrganizationMember(
        user_id=row.user_id,
        email=row.user.address,
        full_name=row.user.full_name,
        role=Role(row.role),
        joined_at=row.created_at,
    )


def names_of(principal: Principal, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The addresses of these users, as far as they are members of the caller's organization."""
    rows = Membership.objects.filter(organization=principal.organization_id, user__in=user_ids)
    return {row.user_id: row.user.address for row in rows.select_related("user")}
