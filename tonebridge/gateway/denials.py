"""A 403, whoever answered it: a lane, a resource, a page or the administration. Counted, and in the audit of whoever asked."""

import re

from django.conf import settings

from tonebridge.errors import InsufficientPermissions, ToneBridgeError, is_missing_right
from tonebridge.gateway.backends import security_log
from tonebridge.gateway.cookies import cookies
from tonebridge.gateway.exchange import Exchange
from tonebridge.telemetry.security_events import count_event

UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
MOST = 100


def note_denial(exchange: Exchange) -> None:
    """Returns at once. Of strangers nothing is kept: what they are refused are credentials (`note_refusal.py`)."""
    if exchange.refusal is None:
        return
    session_key = cookies(exchange.headers).get(settings.SESSION_COOKIE_NAME)
    if exchange.principal is not None:
        security_log.note_misuse(exchange.refusal, exchange.principal, where=_where(exchange))
    elif session_key:
        security_log.note_misuse_of_session(exchange.refusal, session_key, where=_where(exchange))
    else:
        count_event(exchange.refusal)


def note_reason(error: ToneBridgeError, exchange: Exchange | None) -> None:
    """Before the answer: whoever only has to do something first, such as to show a code, lacks no right."""
    if exchange is not None and isinstance(error, InsufficientPermissions) and not is_missing_right(error):
        exchange.refusal = None


def _where(exchange: Exchange) -> str:
    """The method and the route's template as the audit's alphabet has them: `POST:api.v1.api-keys`."""
    route = UNFIT.sub(".", exchange.route).strip(".")
    return f"{UNFIT.sub('', exchange.method)[:10]}:{route}"[:MOST]
