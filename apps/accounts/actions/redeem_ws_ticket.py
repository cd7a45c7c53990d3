"""Open a WebSocket with a ticket."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import cache

from apps.accounts.actions.issue_ws_ticket import key_of
from apps.accounts.contracts import PlanLimits, Principal, Role, Scope
from apps.accounts.queries.credentials import renewed


def redeem_ws_ticket(*, ticket: str) -> Principal | None:
    """The ticket's holder, once; None for a used, expired or made-up one, and while the cache is away.

    None, too, where the credential that bought the ticket has ended since, or takes signed requests only.
    """
    try:
        kept = cache.get(key_of(ticket))
        won = bool(kept) and cache.delete(key_of(ticket))
    except Exception:  # whatever the cache's driver raises when its server is away
        return None
    holder = renewed(_principal(json.loads(kept))) if won else None
    return None if holder is None or holder.must_sign else holder


def _principal(kept: dict[str, Any]) -> Principal:
    return Principal(
        user_id=UUID(kept["user_id"]),
        organization_id=UUID(kept["organization_id"]),
        role=Role(kept["role"]),
        scopes=frozenset(Scope(scope) for scope in kept["scopes"]),
        plan=PlanLimits(**kept["plan"]),
        credential=kept["credential"],
        must_sign=kept.get("must_sign", False),
        ends_at=datetime.fromisoformat(ends_at) if (ends_at := kept.get("ends_at")) else None,
        session_key=kept.get("session_key"),
    )
