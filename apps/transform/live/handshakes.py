"""Who may open a WebSocket, and what is shown with it."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http.cookie import parse_cookie

from apps.accounts.actions.redeem_ws_ticket import redeem_ws_ticket
from apps.accounts.contracts import Principal
from apps.accounts.queries.credentials import principal_of_session
from tonebridge.callers.shown_credentials import digest_of
from tonebridge.security.origins import is_our_host, is_our_page


def is_ours(headers: dict[str, str]) -> bool:
    """Browsers name the page's origin; other clients name none, and need a ticket anyway."""
    host = headers.get("host", "")
    if not is_our_host(host):
        return False
    origin = headers.get("origin")
    return origin is None or is_our_page(origin, host=host)


def credential_shown(
    ticket: str | None, headers: dict[str, str]
) -> tuple[bytes, Callable[[], Principal | None]] | None:
    """The digest and a look-up of the ticket, or else of the session cookie, which counts only beside an origin: a browser names it,
    and it was checked.
    """
    if ticket:
        return digest_of("ticket", ticket), partial(redeem_ws_ticket, ticket=ticket)
    session = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    if not session or "origin" not in headers:
        return None
    return digest_of("session", session), partial(principal_of_session, session)
