"""Who may open a WebSocket, and what is shown with it."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http.cookie import parse_cookie

from apps.accounts.contracts import Principal
from apps.accounts.queries.credentials import principal_of_session
from tonebridge.security.origins import is_our_host, is_our_page


def is_ours(headers: dict[str, str]) -> bool:
    """Browsers name the page's origin; other clients name none, and need a ticket anyway."""
    host = headers.get("host", "")
    if not is_our_host(host):
        return False
    origin = headers.get("origin")
    return origin is None or is_our_page(origin, host=host)


def session_shown(headers: dict[str, str]) -> Callable[[], Principal | None] | None:
    """A look-up of the session cookie, which counts only beside an origin: a browser names it, and it was checked."""
    shown = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    return partial(principal_of_session, shown) if shown and "origin" in headers else None
