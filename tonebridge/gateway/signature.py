"""Signed requests: proof that nobody changed or repeats them. Optional, unless the API key demands it.

`X-TB-Signature` is hex HMAC-SHA256, with the key's signing secret, over
`timestamp\\nnonce\\nMETHOD\\npath?query\\nsha256(body)`; the body as it was sent, the timestamp in seconds since 1970.
"""

import hashlib
import hmac
import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.note_misuse import note_misuse
from apps.accounts.actions.record_misuse import Misuse
from apps.accounts.actions.spend_nonce import spend_nonce
from apps.accounts.contracts import Principal
from apps.accounts.queries.signatures import signing_secret_for
from tonebridge.errors import Unauthorized
from tonebridge.gateway.exchange import App, Exchange, Receive, Scope, Send, exchange_of
from tonebridge.resilience import clock
from tonebridge.resilience.threads import in_thread

TIMESTAMP, NONCE, SIGNATURE = "x-tb-timestamp", "x-tb-nonce", "x-tb-signature"
WINDOW_S = 300
SANE_NONCE = re.compile(r"[\x21-\x7e]{8,128}")
SANE_TIME = re.compile(r"[0-9]{1,12}")

INCOMPLETE = _("A signed request has X-TB-Timestamp, X-TB-Nonce (8 to 128 visible characters) and X-TB-Signature.")
WRONG = _("The signature doesn't fit the request.")
STALE = _("The signature is older, or newer, than five minutes. Check the clock.")
REPEATED = _("This request was received already. Sign again with a new nonce.")
NEEDED = _("This API key takes signed requests only.")


class Signature:
    """Refuses with UNAUTHORIZED. A signature that is there is checked, whether the key demands one or not."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange.principal is not None and _concerned(exchange, exchange.principal):
            await _check(exchange, exchange.principal, scope)
        await self.app(scope, receive, send)


def _concerned(exchange: Exchange, principal: Principal) -> bool:
    return principal.must_sign or SIGNATURE in exchange.headers


async def _check(exchange: Exchange, principal: Principal, scope: Scope) -> None:
    if SIGNATURE not in exchange.headers:
        raise _refusal(principal, NEEDED)
    time, nonce = exchange.headers.get(TIMESTAMP, ""), exchange.headers.get(NONCE, "")
    if not (SANE_TIME.fullmatch(time) and SANE_NONCE.fullmatch(nonce)):
        raise _refusal(principal, INCOMPLETE)
    secret = signing_secret_for(exchange.headers.get("x-api-key", ""))
    given = exchange.headers[SIGNATURE].encode("latin-1")
    if secret is None or not hmac.compare_digest(signature_of(secret, time, nonce, exchange, scope).encode(), given):
        raise _refusal(principal, WRONG)
    if abs(clock.now().timestamp() - int(time)) > WINDOW_S:
        raise _refusal(principal, STALE)
    if not await in_thread(spend_nonce, principal=principal, nonce=nonce):
        raise _refusal(principal, REPEATED, "signature.repeated")


def _refusal(principal: Principal, why: Promise, misuse: Misuse = "signature.refused") -> Unauthorized:
    """The answer, once it is noted."""
    note_misuse(misuse, principal)
    return Unauthorized(why)


def signature_of(secret: bytes, time: str, nonce: str, exchange: Exchange, scope: Scope) -> str:
    """What the caller should have sent. The path is compared as it was sent, escapes and all."""
    path: bytes = scope.get("raw_path") or exchange.path.encode()
    query: bytes = scope.get("query_string", b"")
    target = path + (b"?" + query if query else b"")
    digest = hashlib.sha256(exchange.body).hexdigest()
    signed = b"\n".join([time.encode(), nonce.encode(), exchange.method.encode(), target, digest.encode()])
    return hmac.new(secret, signed, hashlib.sha256).hexdigest()
