"""Make a key for a program."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.issue_api_key import ensure_room_for_api_key, issue_api_key, lock_maker
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.send_security_notice import notify_of_key
from apps.accounts.contracts import IssuedApiKey, Principal, Scope
from apps.accounts.rights import ensure_in_person, ensure_manages_keys, ensure_recently_authenticated
from apps.accounts.unverified import Privilege, ensure_verified
from tonebridge.errors import FieldError, InsufficientPermissions, ValidationFailed
from tonebridge.resilience import clock

BEYOND = _("A key can't do more than you can.")
PAST = _("This time is in the past. Choose a later one.")


@transaction.atomic
def create_api_key(
    *,
    principal: Principal,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime | None = None,
    requires_signature: bool = False,
) -> IssuedApiKey:
    """Make a key that acts for the caller. Its secret is in the answer and nowhere else.

    Raises InsufficientPermissions for a program and for scopes that the caller doesn't have, EmailNotVerified,
    ReauthenticationRequired, LimitReached, ValidationFailed for an end in the past, and InvalidToken where the sign-in ended
    a moment ago.
    """
    ensure_manages_keys(principal)
    ensure_verified(principal, Privilege.API_KEYS)
    ensure_in_person(principal)
    ensure_recently_authenticated(principal)
    if not principal.scopes.issuperset(scopes):
        raise InsufficientPermissions(BEYOND)
    if expires_at is not None and expires_at <= clock.now():
        raise ValidationFailed(fields=(FieldError("expires_at", "past", PAST),))
    lock_maker(principal)
    ensure_room_for_api_key(principal.user_id)
    issued = issue_api_key(
        user_id=principal.user_id,
        organization_id=principal.organization_id,
        name=name,
        scopes=scopes,
        expires_at=expires_at,
        requires_signature=requires_signature,
    )
    record_audit(principal, "api_key.created", subject=issued.details.id)
    notify_of_key(issued.details, principal=principal)
    return issued
