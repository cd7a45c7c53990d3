"""What accounts keep beside the person and the organization themselves (`protocols.Eraser`)."""

from typing import Any
from uuid import UUID

from apps.accounts.models import ApiKey, AuditRow, IdempotencyKey, TokenFamily, UsageCounter
from tonebridge.queues.actions.forget_jobs import forget_jobs


def erase_traces(*, organization_id: UUID, user_id: UUID | None) -> None:
    """Keys, sign-ins, kept answers and addresses; of a whole organization also its counters and jobs.

    The audit stays, and stays whole: it holds ids alone, and forgets from where they were used.
    """
    theirs: dict[str, Any] = {"organization": organization_id} | ({} if user_id is None else {"user": user_id})
    for table in (ApiKey, TokenFamily, IdempotencyKey):
        table._default_manager.filter(**theirs).delete()
    _forget_addresses(organization_id, user_id)
    if user_id is None:
        UsageCounter.objects.filter(organization=organization_id).delete()
        forget_jobs(organization_id=organization_id)


def _forget_addresses(organization_id: UUID, user_id: UUID | None) -> None:
    rows = AuditRow.objects.filter(organization_id=organization_id).exclude(address=None)
    rows = rows if user_id is None else rows.filter(actor_id=user_id)
    rows.update(address=None, address_salt=None)
