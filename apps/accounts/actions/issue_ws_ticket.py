"""A ticket that opens one WebSocket: browsers can't send headers with one, and a token in a URL would be logged."""

import hashlib
import json
import secrets
from dataclasses import asdict
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal, WebSocketTicket
from tonebridge.errors import InsufficientPermissions, Unavailable

TICKET_SECONDS = 30
UNSIGNED = _(
    "This API key requires signed requests, so it can't open live connections. Use an API key that doesn't require signatures."
)


def issue_ws_ticket(*, principal: Principal) -> WebSocketTicket:
    """Good once, for `TICKET_SECONDS`. The cache keeps only its hash. Raises Unavailable while the cache is away.

    Raises InsufficientPermissions for a key that takes signed requests only: the frames of a connection aren't signed.
    """
    if principal.must_sign:
        raise InsufficientPermissions(UNSIGNED)
    ticket = secrets.token_urlsafe(32)
    try:
        cache.set(key_of(ticket), json.dumps(asdict(principal), default=_plain), timeout=TICKET_SECONDS)
    except Exception as error:  # whatever the cache's driver raises when its server is away
        raise Unavailable(_("Live connections aren't available right now."), retry_after_s=5) from error
    return WebSocketTicket(ticket=ticket, expires_in=TICKET_SECONDS)


def key_of(ticket: str) -> str:
    """Where the cache keeps a ticket's holder."""
    return "ws-ticket:" + hashlib.sha256(ticket.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else str(value)
