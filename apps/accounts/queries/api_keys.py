"""API keys that a caller may see: their own, and all of the organization for those who run it."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q, QuerySet

from apps.accounts.contracts import ApiKeyDetails, Principal, Scope
from apps.accounts.models import ApiKey
from apps.accounts.queries.places import places_of
from tonebridge.errors import NotFound
from tonebridge.resilience import clock
from tonebridge.rest.pagination import Page, PageRequest, page_of
from tonebridge.tenancy.identity import acting_for

MOST_KEYS = 20
"""Live keys of one person, in all of their organizations together: each has a rate limit of its own."""


def api_keys_of(principal: Principal, page: PageRequest) -> Page[ApiKeyDetails]:
    """Keys that aren't revoked, the newest first. Expired ones stay in sight until someone revokes them."""
    rows = _visible(principal).order_by("-id")
    if page.after:
        rows = rows.filter(id__lt=UUID(page.after[0]))
    found = page_of(rows[: page.fetch], page, lambda row: (str(row.id),))
    return Page(tuple(row.details() for row in found.items), found.next_cursor)


def key_names_of(principal: Principal, key_ids: Collection[UUID]) -> dict[UUID, str]:
    """What these keys of the caller's organization are called, with their prefixes, revoked ones too."""
    rows = ApiKey.objects.filter(organization=principal.organization_id, id__in=key_ids)
    return {row.id: str(row) for row in rows}


def live_keys_of(user_id: UUID) -> int:
    """How many keys of the person still work, in all of their organizations. A query for each."""
    alive = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    count = 0
    for organization_id in places_of(user_id):
        with acting_for(organization_id):
            count += ApiKey.objects.filter(alive, organization=organization_id, user=user_id, revoked_at=None).count()
    return count


def early_api_keys() -> QuerySet[ApiKey]:
    """Keys that aren't revoked and were made before their owner's address was verified, the oldest first; for the system."""
    return ApiKey.objects.filter(revoked_at=None, user__email_verified_at__gt=F("created_at")).order_by("id")


def own_api_key(principal: Principal, key_id: UUID, *, lock: bool = False) -> ApiKey:
    """The row itself, for verbs. Raises NotFound, for another's key as for none."""
    rows = _visible(principal)
    key = (rows.select_for_update() if lock else rows).filter(id=key_id).first()
    if key is None:
        raise NotFound()
    return key


def _visible(principal: Principal) -> QuerySet[ApiKey]:
    rows = ApiKey.objects.filter(organization=principal.organization_id, revoked_at=None)
    return rows if principal.may(Scope.ADMIN) else rows.filter(user=principal.user_id)
