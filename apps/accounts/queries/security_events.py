"""What happened around somebody's account of late that its owner should know of."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from apps.accounts.contracts import AuditEntry
from apps.accounts.models import AuditRow
from apps.accounts.queries.places import chains_of
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

SHOWN = (
    "second_factor.refused",
    "code.refused",
    "session.refused",
    "session.new_place",
    "session.reused",
    "token.refused",
    "api_key.new_network",
    "signature.refused",
    "signature.repeated",
    "rights.refused",
)
LATELY, MOST = timedelta(days=30), 10


def recent_security_events(user_id: UUID) -> list[AuditEntry]:
    """The newest ten of a month, the newest first, in all of the person's organizations, or in nobody's chain for staff of none;
    what happened at once in several is one. One query for each.
    """
    found: dict[tuple[str, str], AuditEntry] = {}
    for chain in chains_of(user_id):
        for entry in _of(user_id, chain):
            found.setdefault((entry.request_id or str(entry.at), entry.action), entry)
    return sorted(found.values(), key=lambda entry: entry.at, reverse=True)[:MOST]


def _of(user_id: UUID, organization_id: UUID) -> list[AuditEntry]:
    concerned = Q(actor_id=user_id) | Q(actor_id=None, subject=str(user_id))
    with acting_for(organization_id):
        rows = AuditRow.objects.filter(
            concerned, organization_id=organization_id, action__in=SHOWN, at__gte=clock.now() - LATELY
        )
        return [row.entry() for row in rows.order_by("-position")[:MOST]]
