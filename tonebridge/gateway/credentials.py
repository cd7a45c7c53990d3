"""Who is calling: a bearer token, an API key, or a page's session. Pages themselves are Django's to authenticate."""

import hmac
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.note_key_network import note_key_network
from apps.accounts.actions.note_refusal import note_refusal
from apps.accounts.actions.record_refused_credential import Refusal
from apps.accounts.contracts import Caller, Principal
from apps.accounts.queries.credentials import caller_of_api_key, caller_of_token, principal_of_session
from tonebridge.errors import InsufficientPermissions, InvalidToken, TokenExpired, Unauthorized
from tonebridge.gateway.cookies import cookies
from tonebridge.gateway.exchange import App, Exchange, Receive, Scope, Send, exchange_of
from tonebridge.gateway.known_callers import Kind, known_callers
from tonebridge.resilience.refused_credentials import refused_credentials
from tonebridge.resilience.threads import in_thread
from tonebridge.security.origins import is_our_page
from tonebridge.spool.absence import absence
from tonebridge.tenancy.identity import acting_for, as_nobody

OPEN = ("/api/v1/auth/register", "/api/v1/auth/token", "/api/v1/preview/", "/api/schema", "/api/docs")
WITHOUT_CREDENTIALS = (*OPEN, "/api/v1/auth/")


def is_for_everybody(path: str) -> bool:
    """Whether nobody has to show who they are at this door of the API."""
    return path.startswith(WITHOUT_CREDENTIALS)


class Credentials:
    """Puts the principal on the exchange and acts for their organization from here on.

    Credentials that are there but wrong are refused; none at all may be fine.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        with as_nobody():
            if exchange.path.startswith("/api/") and not exchange.path.startswith(OPEN):
                exchange.principal = await _principal(exchange)
            with acting_for(exchange.principal.organization_id) if exchange.principal else nullcontext():
                await self.app(scope, receive, send)


async def _principal(exchange: Exchange) -> Principal | None:
    if bearer := exchange.headers.get("authorization"):
        shown = bearer.partition(" ")[2]
        return await _counting_refusal(exchange, "token.refused", shown, _of_bearer(bearer, exchange))
    if key := exchange.headers.get("x-api-key"):
        found = _known_or_read("key", caller_of_api_key, key, exchange)
        holder = await _counting_refusal(exchange, "api_key.refused", key, found)
        note_key_network(holder, exchange.client_ip)
        return holder
    session = cookies(exchange.headers).get(settings.SESSION_COOKIE_NAME)
    found_there = await of_session(session, exchange.client_ip) if session else None
    if found_there and exchange.changes_something:
        _check_same_site(exchange)
    return found_there


async def _counting_refusal(exchange: Exchange, refusal: Refusal, shown: str, found: Awaitable[Principal]) -> Principal:
    try:
        return await found
    except Unauthorized as error:
        note_refusal("token.expired" if isinstance(error, TokenExpired) else refusal, shown, exchange.client_ip)
        await refused_credentials.count(exchange.client_ip)
        raise


async def of_session(session: str, address: str) -> Principal | None:
    """One that is over is nobody's, and counts: a made-up one would cost as much as a made-up key. Raises RateLimited after too many."""
    return await refused_credentials.found(address, partial(principal_of_session, session))


async def _known_or_read(kind: Kind, read: Callable[[str], Caller], shown: str, exchange: Exchange) -> Principal:
    if known := known_callers.find(kind, shown):
        return known.principal
    refused_credentials.check(exchange.client_ip)
    moment = known_callers.moment
    try:
        caller = await in_thread(absence.unless, read, shown)
    except Unauthorized:
        known_callers.disown(kind, shown)
        raise
    except Exception as error:
        if absence.noted(error) and (believed := known_callers.believed(kind, shown)):
            return believed
        raise
    known_callers.remember(kind, shown, caller, moment)
    return caller.principal


async def _of_bearer(header: str, exchange: Exchange) -> Principal:
    scheme, _space, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken
    return await _known_or_read("bearer", caller_of_token, token.strip(), exchange)


def _check_same_site(exchange: Exchange) -> None:
    """A session is ambient, so an unsafe call must come from our own page and show the cookie's secret."""
    jar, shown = cookies(exchange.headers), exchange.headers.get("x-csrftoken", "")
    origin = exchange.headers.get("origin") or exchange.headers.get("referer", "")
    ours = is_our_page(origin, host=exchange.headers.get("host", ""))
    kept = jar.get(settings.CSRF_COOKIE_NAME, "")
    if not ours or not kept or not hmac.compare_digest(kept.encode(), shown.encode()):
        exchange.refusal = "request.forged"
        raise InsufficientPermissions(_("Reload the page and try again: the request didn't come from it."))
