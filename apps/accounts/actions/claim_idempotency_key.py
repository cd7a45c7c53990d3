"""Take an Idempotency-Key for a call, or learn what became of the call that has it."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from apps.accounts.contracts import ROLE_SCOPES, IdempotencyClaim, Principal
from apps.accounts.models import IdempotencyKey
from tonebridge.errors import IdempotencyMismatch
from tonebridge.resilience import clock
from tonebridge.telemetry.security_events import count_event

ABANDONED_AFTER = timedelta(seconds=60)
"""A call that is still running after this is taken for dead: no call may run so long."""


@transaction.atomic
def claim_idempotency_key(*, principal: Principal, key: str, request_hash: str) -> IdempotencyClaim:
    """Claim `key` for the request that hashes to `request_hash`. `key` is 1–255 visible ASCII characters.

    Of any number of racing calls exactly one gets `fresh`. Raises IdempotencyMismatch where the key was used for
    another request, by another user of the organization, or with a credential of other scopes. A key older than
    `IDEMPOTENCY_HOURS` is new again.
    """
    known_by = _fingerprints(principal, request_hash)
    fresh = IdempotencyKey(
        organization_id=principal.organization_id, user_id=principal.user_id, key=key, request_hash=known_by[0]
    )
    kept: IdempotencyKey | None = None
    while kept is None:  # a holder that lets go between our two looks leaves nothing to look at: insert again
        if IdempotencyKey.objects.insert(fresh):
            return IdempotencyClaim(kind="fresh", lease=fresh.lease)
        kept = IdempotencyKey.objects.select_for_update().filter(organization=fresh.organization_id, key=key).first()
    return _claim_of(kept, fresh, known_by, clock.now())


def _claim_of(
    kept: IdempotencyKey, fresh: IdempotencyKey, known_by: tuple[str, ...], now: datetime
) -> IdempotencyClaim:
    age = now - kept.created_at
    if age >= timedelta(hours=settings.IDEMPOTENCY_HOURS):
        return _taken_over(kept, fresh, now)
    if kept.request_hash not in known_by:
        count_event("idempotency.mismatched")
        raise IdempotencyMismatch()
    if kept.state == IdempotencyKey.DONE:
        return kept.stored()
    if age >= ABANDONED_AFTER:
        return _taken_over(kept, fresh, now)
    return IdempotencyClaim(kind="running")


def _taken_over(kept: IdempotencyKey, fresh: IdempotencyKey, now: datetime) -> IdempotencyClaim:
    kept.user_id, kept.request_hash, kept.created_at, kept.lease = fresh.user_id, fresh.request_hash, now, fresh.lease
    kept.state, kept.status, kept.content_type, kept.answer = IdempotencyKey.IN_PROGRESS, None, "", None
    kept.save()
    return IdempotencyClaim(kind="fresh", lease=kept.lease)


def _fingerprints(principal: Principal, request_hash: str) -> tuple[str, ...]:
    """What the call's row may be known by; the first is written.

    The user is part of it, so that no colleague with the same key gets the answer, and so is what the credential may do:
    what it couldn't have asked for isn't given again to it either. The version before wrote the user alone; its rows, a day
    old at most, answer those whose credential lacks nothing that the person may do. `IDEMPOTENCY_HOURS` after the last
    process of that version has ended no such row is left, and the second fingerprint can go.
    """
    scopes = ",".join(sorted(principal.scopes))
    written = _digest(principal.user_id, scopes, request_hash)
    if principal.scopes != ROLE_SCOPES[principal.role]:
        return (written,)
    return written, _digest(principal.user_id, request_hash)


def _digest(*parts: object) -> str:
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()
