"""Replace a key by a new one."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.issue_api_key import ensure_room_for_api_key, issue_api_key, lock_maker
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.send_security_notice import notify_of_key
from apps.accounts.contracts import IssuedApiKey, Principal, Scope
from apps.accounts.models import ApiKey
from apps.accounts.queries.api_keys import own_api_key
from apps.accounts.rights import ensure_in_person, ensure_manages_keys, ensure_recently_authenticated
from apps.accounts.unverified import Privilege, ensure_verified
from tonebridge.errors import Conflict, InsufficientPermissions
from tonebridge.resilience import clock

NOT_YOURS = _("Only the person this key acts for can rotate it. You can revoke it instead.")
EXPIRED = _("This key has expired. Create a new one.")


@transaction.atomic
def rotate_api_key(*, principal: Principal, key_id: UUID, overlap: timedelta = timedelta()) -> IssuedApiKey:
    """A new key with the same name, scopes and end. The old one stops at once, or goes on for `overlap`.

    Only for the user it acts for, and only by a caller who has all of its scopes: the answer holds a secret, and nobody
    may come by another's, or by more rights than they have, this way. Nor may a program: a key that is revoked would live on
    in its successor. Raises InsufficientPermissions, EmailNotVerified, ReauthenticationRequired, NotFound, LimitReached where
    an overlap would make too many, Conflict for a key that has expired: its successor would be born dead; and InvalidToken
    where the sign-in ended a moment ago.
    """
    ensure_manages_keys(principal)
    ensure_verified(principal, Privilege.API_KEYS)
    ensure_in_person(principal)
    ensure_recently_authenticated(principal)
    lock_maker(principal)
    key = own_api_key(principal, key_id, lock=True)
    _ensure_may_rotate(principal, key)
    if overlap:  # both live for a while
        ensure_room_for_api_key(key.user_id)
    issued = issue_api_key(
        user_id=key.user_id,
        organization_id=key.organization_id,
        name=key.name,
        scopes=[Scope(scope) for scope in key.scopes],
        expires_at=key.expires_at,
        requires_signature=key.requires_signature,
    )
    _end(key, overlap)
    record_audit(principal, "api_key.rotated", subject=f"{key.id}:{issued.details.id}")
    notify_of_key(issued.details, principal=principal)
    return issued


def _end(key: ApiKey, overlap: timedelta) -> None:
    now = clock.now()
    if overlap:
        key.expires_at = min(now + overlap, key.expires_at or now + overlap)
    else:
        key.revoked_at = now
    key.save(update_fields=["expires_at", "revoked_at"])


def _ensure_may_rotate(principal: Principal, key: ApiKey) -> None:
    if key.user_id != principal.user_id or not principal.scopes.issuperset(key.scopes):
        raise InsufficientPermissions(NOT_YOURS)
    if key.is_expired(clock.now()):
        raise Conflict(EXPIRED)
