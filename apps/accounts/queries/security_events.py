"""What happened around somebody's account of late that its owner should know of."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from apps.accounts.contracts import STAFF, AuditEntry
from apps.accounts.models import AuditRow
from apps.accounts.queries.places import chains_of
from tonebridge.resilience import clock
from tonebridge.tenancy.identity import acting_for

SUSPICIOUS = (
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
CHANGED = (
    "account.claimed",
    "api_key.created",
    "api_key.revoked",
    "api_key.rotated",
    "backup_codes.renewed",
    "password.changed",
    "password.reset_sent",
    "personal_data.export_started",
    "second_factor.off",
    "second_factor.on",
    "session.ended_by_staff",
    "session.ended_everywhere",
)
"""How one signs in, what acts in one's name and what left: by oneself, or by whoever has one's password."""
LATELY, MOST = timedelta(days=30), 20
"""Of each of the two: whoever makes many refusals must not push out what was changed."""


def recent_security_events(user_id: UUID) -> list[AuditEntry]:
    """Of a month, the newest twenty refusals and the newest twenty changes, the newest first, in all of the person's organizations, or
    in nobody's chain for staff of none; what happened at once in several is one. Two queries for each.
    """
    chains = chains_of(user_id)
    shown = [*_newest(user_id, chains, SUSPICIOUS), *_newest(user_id, chains, CHANGED)]
    return sorted(shown, key=lambda entry: entry.at, reverse=True)


def _newest(user_id: UUID, chains: Iterable[UUID], actions: Collection[str]) -> list[AuditEntry]:
    """Copies in other chains alone are left out: a caller may give several requests one id."""
    found: list[AuditEntry] = []
    for chain in chains:
        known = {_event(entry) for entry in found if entry.request_id}
        found += [entry for entry in _of(user_id, chain, actions) if _event(entry) not in known]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST]


def _event(entry: AuditEntry) -> tuple[str, ...]:
    return entry.request_id, entry.action, entry.subject


def _of(user_id: UUID, organization_id: UUID, actions: Collection[str]) -> list[AuditEntry]:
    concerned = Q(actor_id=user_id) & ~Q(credential=STAFF) | Q(subject=str(user_id))
    with acting_for(organization_id):
        rows = AuditRow.objects.filter(
            concerned, organization_id=organization_id, action__in=actions, at__gte=clock.now() - LATELY
        )
        return [row.entry() for row in rows.order_by("-position")[:MOST]]
