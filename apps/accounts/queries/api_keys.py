"""API keys that a caller may see: their own, and all of the organization for those who run it."""

from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.contracts import ApiKeyDetails, Principal, Scope
from apps.accounts.models import ApiKey
from tonebridge.errors import NotFound
from tonebridge.rest.pagination import Page, PageRequest, page_of


def api_keys_of(principal: Principal, page: PageRequest) -> Page[ApiKeyDetails]:
    """Keys that aren't revoked, the newest first. Expired ones stay in sight until someone revokes them."""
    rows = _visible(principal).order_by("-id")
    if page.after:
        rows = rows.filter(id__lt=UUID(page.after[0]))
    found = page_of(rows[: page.fetch], page, lambda row: (str(row.id),))
    return Page(tuple(row.details() for row in found.items), found.next_cursor)


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
