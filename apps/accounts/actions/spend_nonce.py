"""A nonce of a signed request: good once.

Stands in the database beside the Idempotency-Keys, under a name that none of them can have, and goes with them after a
day; a cache would forget it at its restart, and the same request would be taken again.
"""

import hashlib

from apps.accounts.contracts import Principal
from apps.accounts.models import IdempotencyKey

NAMED = "nonce "
"""No Idempotency-Key holds a space."""


def spend_nonce(*, principal: Principal, nonce: str) -> bool:
    """Whether this is its first use with this credential. Of any number of racing calls, exactly one gets True."""
    digest = hashlib.sha256(f"{principal.credential}\n{nonce}".encode()).hexdigest()
    return IdempotencyKey.objects.insert(
        IdempotencyKey(
            organization_id=principal.organization_id,
            user_id=principal.user_id,
            key=NAMED + digest,
            request_hash=digest,
            state=IdempotencyKey.DONE,
        )
    )
