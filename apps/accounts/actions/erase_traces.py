"""What accounts keep beside the person and the organization themselves (`protocols.Eraser`)."""

from uuid import UUID

from apps.accounts.models import ApiKey, AuditRow, IdempotencyKey, TokenFamily, UsageCounter
from tonebridge.queues.actions.forget_jobs import forget_jobs

OF_A_PERSON = (ApiKey, TokenFamily, IdempotencyKey)
"""Tables with a column for the user and one for the organization."""


def erase_traces(*, organization_id: UUID | None = None, user_id: UUID | None = None) -> None:
    """Keys, sign-ins, kept answers and addresses; of a whole organization also its counters and jobs.

    The audit stays, and stays whole: it holds ids alone, and forgets from where they were used.
    """
    theirs = {"user_id": user_id} if organization_id is None else {"organization_id": organization_id}
    for table in OF_A_PERSON:
        table._default_manager.filter(**theirs).delete()
    _forget_addresses({"actor_id": user_id} if organization_id is None else theirs)
    if organization_id is not None:
        UsageCounter.objects.filter(organization=organization_id).delete()
        forget_jobs(organization_id=organization_id)


def _forget_addresses(theirs: dict[str, UUID | None]) -> None:
    AuditRow.objects.filter(**theirs).exclude(address=None).update(address=None, address_salt=None)
