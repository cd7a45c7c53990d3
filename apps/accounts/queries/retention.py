"""How long organizations keep messages."""

from uuid import UUID

from apps.accounts.contracts import Principal
from apps.accounts.models import Organization


def retention_days() -> dict[UUID, int]:
    """Days by organization. One under a legal hold has none: it forgets nothing."""
    return dict(Organization.objects.filter(legal_hold=False).values_list("id", "retention_days"))


def keeps_text(principal: Principal) -> bool:
    """Whether the caller's organization keeps messages at all. Asked on each record: a change counts at once."""
    return Organization.objects.filter(id=principal.organization_id, retention_days__gt=0).exists()
