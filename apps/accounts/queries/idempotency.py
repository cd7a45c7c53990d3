"""The running call that holds an Idempotency-Key."""

from uuid import UUID

from apps.accounts.contracts import Principal
from apps.accounts.models import IdempotencyKey


def held_idempotency_key(principal: Principal, key: str, lease: UUID | None) -> IdempotencyKey | None:
    """The row, locked, while its call runs; with a `lease`, only if that attempt still holds it."""
    rows = IdempotencyKey.objects.select_for_update().filter(
        organization=principal.organization_id, key=key, state=IdempotencyKey.IN_PROGRESS
    )
    return (rows if lease is None else rows.filter(lease=lease)).first()
