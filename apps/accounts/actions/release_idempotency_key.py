"""Let an Idempotency-Key go, because its call had no effect."""

from uuid import UUID

from django.db import transaction

from apps.accounts.contracts import Principal
from apps.accounts.queries.idempotency import held_idempotency_key


@transaction.atomic
def release_idempotency_key(*, principal: Principal, key: str, lease: UUID | None = None) -> None:
    """Forget the key, unless it is settled already or, with the claim's `lease`, someone else holds it now."""
    held = held_idempotency_key(principal, key, lease)
    if held is not None:
        held.delete()
