"""Store a new key; the one place where its secret is seen."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import IssuedApiKey, Scope
from apps.accounts.credentials.api_keys import make_api_key
from apps.accounts.credentials.signing_secrets import signing_secret_of
from apps.accounts.models import ApiKey, User
from apps.accounts.queries.api_keys import MOST_KEYS, live_keys_of
from tonebridge.errors import LimitReached

ENOUGH = _("You have reached the limit of %(most)d API keys. Revoke one that you no longer use.")


def ensure_room_for_api_key(user_id: UUID) -> None:
    """In the caller's transaction, until whose end other callers wait who would make a key of this person.

    Raises LimitReached, which names the limit.
    """
    User.objects.select_for_update(no_key=True).get(id=user_id)
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
