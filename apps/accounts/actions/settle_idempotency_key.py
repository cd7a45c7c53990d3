"""Keep the answer of a call for those who repeat it."""

from uuid import UUID

from django.db import transaction

from apps.accounts.contracts import Principal
from apps.accounts.queries.idempotency import held_idempotency_key


@transaction.atomic
def settle_idempotency_key(
    *, principal: Principal, key: str, status: int, body: str, content_type: str, lease: UUID | None = None
) -> None:
    """Store the answer under the key. With the claim's `lease`, an attempt that was taken over writes nothing."""
    held = held_idempotency_key(principal, key, lease)
    if held is not None:
        held.settle(status=status, body=body, content_type=content_type)
