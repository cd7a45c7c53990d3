"""Who is calling: a bearer token, an API key, or a page's session. Pages themselves are Django's to authenticate."""

import hmac
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tonebridge.callers.misuse import Refusal
from tonebridge.callers.principal import Caller, Principal
from tonebridge.callers.shown_credentials import Kind, ShownCredential, digest_of, shown_credential
from tonebridge.errors import InsufficientPermissions, InvalidToken, TokenExpired, Unauthorized
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.backends import callers, security_log
from tonebridge.gateway.cookies import cookies
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.gateway.known_callers import known_callers
from tonebridge.limits.refused_credentials import refused_credentials
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread
from tonebridge.security.origins import is_our_page
from tonebridge.spool.database_availability import database
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
    if shown := shown_credential(exchange.headers):
        return await _holder(shown, exchange)
    found_there = await reader_of(exchange)
    if found_there and exchange.changes_something:
        _check_same_site(exchange)
    return found_there


async def _holder(shown: ShownCredential, exchange: Exchange) -> Principal:
    """Whose it is, the same wherever in the header it stands. Raises InvalidToken, TokenExpired."""
    if shown.kind == "bearer":
        return await _counting_refusal(exchange, "token.refused", shown, _of_token(shown.value, exchange))
    found = _known_or_read("key", callers.of_api_key, shown.value, exchange)
    holder = await _counting_refusal(exchange, "api_key.refused", shown, found)
    security_log.note_key_network(holder, exchange.client_ip)
    return holder


async def _counting_refusal(
    exchange: Exchange, refusal: Refusal, shown: ShownCredential, found: Awaitable[Principal]
) -> Principal:
    try:
        return await found
    except Unauthorized as error:
        security_log.note_refusal(
            "token.expired" if isinstance(error, TokenExpired) else refusal, shown.value, exchange.client_ip
        )
        await refused_credentials.count(exchange.client_ip, digest_of(shown.kind, shown.value))
        raise


async def reader_of(exchange: Exchange) -> Principal | None:
    """Whose session is shown, if any; looked up once a request. One that is over is nobody's, and counts: a made-up one would cost as
    much as a made-up key. Raises RateLimited after too many.
    """
    session = cookies(exchange.headers).get(settings.SESSION_COOKIE_NAME)
    if session and not exchange.is_reader_known:
        digest, find = digest_of("session", session), partial(callers.of_session, session)
        exchange.reader = await refused_credentials.found(exchange.client_ip, digest, find)
        exchange.is_reader_known = True
    return exchange.reader


async def _known_or_read(kind: Kind, read: Callable[[str], Caller], shown: str, exchange: Exchange) -> Principal:
    if known := known_callers.find(kind, shown):
        return known.principal
    refused_credentials.check(exchange.client_ip, digest := digest_of(kind, shown))
    moment = known_callers.moment
    try:
        caller = await in_thread(database.call, read, shown)
    except Unauthorized:
        known_callers.disown(kind, shown)
        raise
    except Exception as error:
        if database.note_failure(error) and (believed := known_callers.believed(kind, shown)):
            return believed
        raise
    known_callers.remember(kind, shown, caller, moment)
    refused_credentials.right.add(digest)
    return caller.principal


async def _of_token(token: str, exchange: Exchange) -> Principal:
    if not token:
        raise InvalidToken
    return await _known_or_read("bearer", callers.of_token, token, exchange)


async def ask_again(exchange: Exchange) -> None:
    """Who calls and what they may do, as it stands now: while they were waited for, what they showed may have ended, or their rights
    have changed. Nothing where nobody is known. Raises InvalidToken, TokenExpired.
    """
    known = exchange.principal
    if known is None:
        return
    if known.has_ended(clock.now()):
        raise TokenExpired if known.family_id else InvalidToken
    try:
        now = await in_thread(database.call, callers.renewed, known)
    except Exception as error:
        if not database.note_failure(error):
            raise
        return  # as `_known_or_read` believes them
    if now is None:
        raise InvalidToken
    exchange.principal = now


def _check_same_site(exchange: Exchange) -> None:
    """A session is ambient, so an unsafe call must come from our own page and show the cookie's secret."""
    jar, shown = cookies(exchange.headers), exchange.headers.get("x-csrftoken", "")
    origin = exchange.headers.get("origin") or exchange.headers.get("referer", "")
    ours = is_our_page(origin, host=exchange.headers.get("host", ""))
    kept = jar.get(settings.CSRF_COOKIE_NAME, "")
    if not ours or not kept or not hmac.compare_digest(kept.encode(), shown.encode()):
        exchange.refusal = "request.forged"
        raise InsufficientPermissions(
            _("We couldn't confirm that this request came from our page. Reload it and try again.")
        )
