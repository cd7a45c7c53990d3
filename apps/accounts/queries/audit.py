"""What was done in the caller's organization, for those who run it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.accounts.contracts import AuditEntry, AuditFilter, Principal
from apps.accounts.models import AuditRow
from apps.accounts.rights import ensure_runs_organization
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.rest.pagination import Page, PageRequest, page_of

BATCH = 500


def audit_page(principal: Principal, wanted: AuditFilter, page: PageRequest) -> Page[AuditEntry]:
    """Entries, the newest first. Raises InsufficientPermissions."""
    ensure_runs_organization(principal)
    rows = _matching(principal, wanted).order_by("-position")
    if page.after:
        rows = rows.filter(position__lt=_position(page.after[0]))
    return page_of([row.entry() for row in rows[: page.fetch]], page, lambda entry: (str(entry.position),))


def whole_audit(principal: Principal, wanted: AuditFilter) -> Iterator[AuditEntry]:
    """All of them, the oldest first, in batches: no cursor stays open while a slow reader reads.

    Raises InsufficientPermissions, before the first is asked for.
    """
    ensure_runs_organization(principal)
    return _batches(_matching(principal, wanted).order_by("position"))


def own_audit(principal: Principal, *, until: datetime, after: int, limit: int) -> list[AuditEntry]:
    """What the caller did in the organization before `until`, from the position on, the oldest first."""
    rows = AuditRow.objects.filter(organization_id=principal.organization_id, actor_id=principal.user_id)
    rows = rows.filter(position__gt=after, at__lt=until).order_by("position")
    return [row.entry() for row in rows[:limit]]


def _batches(rows: QuerySet[AuditRow]) -> Iterator[AuditEntry]:
    seen = 0
    while batch := list(rows.filter(position__gt=seen)[:BATCH]):
        yield from (row.entry() for row in batch)
        seen = batch[-1].position


def _matching(principal: Principal, wanted: AuditFilter) -> QuerySet[AuditRow]:
    found = Q(organization_id=principal.organization_id)
    if wanted.actor_id:
        found &= Q(actor_id=wanted.actor_id)
    if wanted.action:
        found &= Q(action=wanted.action) if "." in wanted.action else Q(action__startswith=f"{wanted.action}.")
    if wanted.since:
        found &= Q(at__gte=wanted.since)
    if wanted.until:
        found &= Q(at__lt=wanted.until)
    return AuditRow.objects.filter(found)


def _position(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise ValidationFailed(fields=(FieldError("cursor", "invalid", "cursor"),)) from error
