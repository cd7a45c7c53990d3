"""Store a new key; the one place where its secret is seen."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import IssuedApiKey, Principal, Scope
from apps.accounts.credentials.api_keys import make_api_key
from apps.accounts.credentials.signing_secrets import signing_secret_of
from apps.accounts.models import ApiKey, Organization, User
from apps.accounts.queries.api_keys import MOST_KEYS, live_keys_of
from apps.accounts.queries.credentials import renewed
from tonebridge.errors import InvalidToken, LimitReached

ENOUGH = _("You have reached the limit of %(most)d API keys. Revoke one that you no longer use.")


def lock_maker(principal: Principal) -> None:
    """In the caller's transaction, before it locks anything else: until its end, whoever would make keys of this person, end
    all of them or take the person out of the organization waits. The organization first, as those do.

    Raises InvalidToken where what the caller showed has ended since the front door looked, as by a new password that ended
    all keys: one that is made now would be left over.
    """
    Organization.objects.select_for_update(no_key=True).filter(id=principal.organization_id).first()
    User.objects.select_for_update(no_key=True).filter(id=principal.user_id).first()
    if renewed(principal) is None:
        raise InvalidToken()


def ensure_room_for_api_key(user_id: UUID) -> None:
    """Behind `lock_maker`, or others would count the same room. Raises LimitReached, which names the limit."""
    if live_keys_of(user_id) >= MOST_KEYS:
        raise LimitReached(ENOUGH % {"most": MOST_KEYS})


def issue_api_key(
    *,
    user_id: UUID,
    organization_id: UUID,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime | None,
    requires_signature: bool = False,
) -> IssuedApiKey:
    """Make the key and keep its digest. Checks no rights: verbs do, before they come here."""
    fresh = make_api_key()
    key = ApiKey.objects.create(
        user_id=user_id,
        organization_id=organization_id,
        name=name,
        prefix=fresh.prefix,
        digest=fresh.digest,
        scopes=[scope.value for scope in Scope if scope in scopes],
        expires_at=expires_at,
        requires_signature=requires_signature,
    )
    return IssuedApiKey(details=key.details(), secret=fresh.raw, signing_secret=signing_secret_of(fresh.prefix))
