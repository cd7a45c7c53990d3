"""How long organizations keep messages."""

from uuid import UUID

from apps.accounts.contracts import Principal, Retention
from apps.accounts.models import Organization
from tonebridge.errors import NotFound
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


def keeping(principal: Principal, *, expected: bool) -> Part:
    """Part of a statement that writes a message: a row where the caller's organization keeps messages, or keeps none, as expected."""
    return Part(KEEPING, AS_EXPECTED, (principal.organization_id, expected))
