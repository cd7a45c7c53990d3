"""Leave a trace of a token or a key that was refused, where its owner finds it."""

import base64
import json
from typing import Any
from uuid import UUID

from apps.accounts.actions.record_audit import append_audit
from apps.accounts.credentials.api_keys import prefix_of
from apps.accounts.credentials.tokens import MAX_CHARACTERS
from apps.accounts.models import ApiKey
from apps.accounts.queries.places import NOBODYS, places_of
from tonebridge.callers.misuse import Refusal
from tonebridge.limits.sites import site_of_address
from tonebridge.limits.token_bucket import Rate, take_now
from tonebridge.telemetry.context import get_client_address
from tonebridge.tenancy.identity import acting_for_holder

PER_ADDRESS, PER_CHAIN = Rate(10, 60), Rate(60, 60)
"""Rows: of one address, and in one chain. A flood leaves its beginning, and fills no table."""
EXPIRED = Rate(1, 3600)
"""Rows of one user: a client that waits until it is refused, and then refreshes its token, does nothing wrong."""


def record_refused_credential(*, refusal: Refusal, shown: str) -> None:
    """Add the refusal to a chain of the audit, unless too many stand there already.

    The chain is the organization's of the key with that prefix, or the one that the token names, if the user it names
    belongs there; else nobody's. What a forger writes is believed as far as that, and no further: there is no actor.
    """
    if not take_now(f"refused:{site_of_address(get_client_address())}", PER_ADDRESS).allowed:
        return
    organization_id, subject = _owner_of_key(shown) if refusal == "api_key.refused" else _owner_of_token(shown)
    if refusal == "token.expired" and not take_now(f"expired:{subject}", EXPIRED).allowed:
        return
    if take_now(f"refused-in:{organization_id}", PER_CHAIN).allowed:
        append_audit(organization_id=organization_id, actor_id=None, action=refusal, subject=subject)


def _owner_of_key(raw: str) -> tuple[UUID, object]:
    prefix = prefix_of(raw)
    with acting_for_holder(api_key_prefix=prefix or ""):
        key = ApiKey.objects.filter(prefix=prefix).first() if prefix else None
    return (key.organization_id, key.id) if key else (NOBODYS, "")


def _owner_of_token(token: str) -> tuple[UUID, object]:
    claims = _claimed(token)
    try:
        user_id, organization_id = UUID(str(claims["sub"])), UUID(str(claims["org"]))
    except (KeyError, ValueError):
        return NOBODYS, ""
    return (organization_id, user_id) if organization_id in places_of(user_id) else (NOBODYS, "")


def _claimed(token: str) -> dict[str, Any]:
    """What the middle of a token says, unproven; nothing where it can't be read. `Any`: a forger's JSON."""
    try:
        part = token[:MAX_CHARACTERS].split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
