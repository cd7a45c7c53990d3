"""End a key."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.api_keys import own_api_key
from apps.accounts.rights import ensure_manages_keys
from tonebridge.resilience import clock


@transaction.atomic
def revoke_api_key(*, principal: Principal, key_id: UUID) -> None:
    """Revoke now: the next call with it is refused. Raises NotFound, also for one that is revoked already."""
    ensure_manages_keys(principal)
    key = own_api_key(principal, key_id, lock=True)
    key.revoked_at = clock.now()
    key.save(update_fields=["revoked_at"])
    record_audit(principal, "api_key.revoked", subject=key.id)
