"""Signed requests: proof that nobody changed or repeats them. Optional, unless the API key demands it.

`X-TB-Signature` is hex HMAC-SHA256, with the key's signing secret, over
`timestamp\\nnonce\\nMETHOD\\npath?query\\nsha256(body)`; the body as it was sent, the timestamp in seconds since 1970.
"""

import hashlib
import hmac
import re
from collections.abc import Awaitable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tonebridge.callers.misuse import Misuse
from tonebridge.callers.principal import Principal
from tonebridge.callers.shown_credentials import shown_credential
from tonebridge.errors import Unauthorized
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.backends import callers, security_log
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread
from tonebridge.security.header_words import is_header_word

FIELDS = TIMESTAMP, NONCE, SIGNATURE = "x-tb-timestamp", "x-tb-nonce", "x-tb-signature"
WINDOW_S = 300
SHORTEST_NONCE, LONGEST_NONCE = 8, 128
SANE_TIME = re.compile(r"[0-9]{1,12}")

INCOMPLETE = _(
    "A signed request needs the headers X-TB-Timestamp, X-TB-Nonce (8 to 128 visible characters) and X-TB-Signature."
)
WRONG = _("The signature doesn't match the request.")
STALE = _("The signature's timestamp is more than five minutes off. Check your clock.")
REPEATED = _("This request has already been received. Sign it again with a new nonce.")
NEEDED = _("This API key only accepts signed requests.")


class Signature:
    """Refuses with UNAUTHORIZED. A signature that is there is checked, whether the key demands one or not. That it comes once is
    `Nonces`' to see.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        exchange = exchange_of(scope)
        ensure_signed(exchange)
        if exchange.principal is not None and SIGNATURE in exchange.headers:
            _check(exchange, exchange.principal, scope)
        return self.app(scope, receive, send)


def ensure_signed(exchange: Exchange) -> None:
    """Raises Unauthorized where there is no signature although the caller's key demands one."""
    principal = exchange.principal
    if principal is not None and principal.must_sign and SIGNATURE not in exchange.headers:
        raise _refusal(principal, NEEDED)


def _check(exchange: Exchange, principal: Principal, scope: Scope) -> None:
    time, nonce = exchange.headers.get(TIMESTAMP, ""), exchange.headers.get(NONCE, "")
    if not (SANE_TIME.fullmatch(time) and _is_sane(nonce)):
        raise _refusal(principal, INCOMPLETE)
    shown = shown_credential(exchange.headers)
    secret = callers.signing_secret_of(shown.value) if shown else None
    given = exchange.headers[SIGNATURE].encode("latin-1")
    if secret is None or not hmac.compare_digest(signature_of(secret, time, nonce, exchange, scope).encode(), given):
        raise _refusal(principal, WRONG)
    if abs(clock.now().timestamp() - int(time)) > WINDOW_S:
        raise _refusal(principal, STALE)


def _is_sane(nonce: str) -> bool:
    return is_header_word(nonce) and SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE


def _refusal(principal: Principal, why: Promise, misuse: Misuse = "signature.refused") -> Unauthorized:
    """The answer, once it is noted."""
    security_log.note_misuse(misuse, principal)
    return Unauthorized(why)


class Nonces:
    """Refuses what was signed and has come before with UNAUTHORIZED. Below the rate limit and the turns: each nonce is written down, and what
    they refuse may be sent again as it is.
    """

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        exchange = exchange_of(scope)
        principal = exchange.principal
        if principal is None or SIGNATURE not in exchange.headers:
            return self.app(scope, receive, send)
        return self._once(principal, scope, receive, send)

    async def _once(self, principal: Principal, scope: Scope, receive: Receive, send: Send) -> None:
        await _spend(principal, exchange_of(scope).headers[NONCE])
        await self.app(scope, receive, send)


async def _spend(principal: Principal, nonce: str) -> None:
    if not await in_thread(callers.spend_nonce, principal=principal, nonce=nonce):
        raise _refusal(principal, REPEATED, "signature.repeated")


def signature_of(secret: bytes, time: str, nonce: str, exchange: Exchange, scope: Scope) -> str:
    """What the caller should have sent. The path is compared as it was sent, escapes and all."""
    path: bytes = scope.get("raw_path") or exchange.path.encode()
    query: bytes = scope.get("query_string", b"")
    target = path + (b"?" + query if query else b"")
    digest = hashlib.sha256(exchange.body).hexdigest()
    signed = b"\n".join([time.encode(), nonce.encode(), exchange.method.encode(), target, digest.encode()])
    return hmac.new(secret, signed, hashlib.sha256).hexdigest()
