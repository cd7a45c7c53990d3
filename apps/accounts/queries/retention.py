"""How long organizations keep messages."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.accounts.contracts import Principal, Retention
from apps.accounts.models import Organization
from apps.accounts.protocols import ExpiringMessages
from tonebridge.errors import NotFound
from tonebridge.resilience import clock
from tonebridge.statements.together import Part

KEEPING = "keeping"
AS_EXPECTED = "SELECT 1 FROM organizations WHERE id = %s AND (retention_days > 0) = %s"


def retention_days() -> dict[UUID, int]:
    """Days by organization. One under a legal hold has none: it forgets nothing."""
    return dict(Organization.objects.filter(legal_hold=False).values_list("id", "retention_days"))


def retention_of(principal: Principal) -> Retention:
    """What holds for the caller's organization. Raises NotFound."""
    found = (
        Organization.objects.filter(id=principal.organization_id).values_list("retention_days", "legal_hold").first()
    )
    if found is None:
        raise NotFound
    return Retention(*found)


def keeps_messages(principal: Principal) -> bool:
    """Whether the caller's organization keeps messages at all, so that history has them with their texts. Raises NotFound."""
    return retention_of(principal).days > 0


def lost_by_keeping(principal: Principal, *, days: int) -> int | None:
    """How many messages the caller's organization loses at once if it keeps them for so many days; None where a legal hold keeps
    them all. Raises NotFound.
    """
    if retention_of(principal).held:
        return None
    count: ExpiringMessages = import_string(settings.EXPIRING_MESSAGES)
    return count(principal, before=clock.now() - timedelta(days=days))


def keeping(principal: Principal, *, expected: bool) -> Part:
    """Part of a statement that writes a message: a row where the caller's organization keeps messages, or keeps none, as expected."""
    return Part(KEEPING, AS_EXPECTED, (principal.organization_id, expected))
