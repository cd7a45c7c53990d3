"""`Idempotency-Key`: the same key and body have one effect and one answer, for a day."""

import hashlib

from django.utils.translation import gettext_lazy as _

from tonebridge.callers.idempotency import HeldKey, IdempotencyClaim
from tonebridge.errors import Conflict, FieldError, ValidationFailed
from tonebridge.gateway.asgi_types import App, Message, Receive, Scope, Send
from tonebridge.gateway.backends import idempotency_keys
from tonebridge.gateway.exchange import Exchange, answer, exchange_of
from tonebridge.gateway.shown_once import as_kept
from tonebridge.resilience import deadline
from tonebridge.resilience.threads import in_thread
from tonebridge.security.header_words import is_header_word

LONGEST_KEY = 255
NOT_KEPT = frozenset({401, 403, 408, 409, 413, 415, 429})
"""Refusals before any effect: the caller may mend them and use the key again."""


class Idempotency:
    """Replays a kept answer, refuses while the first call runs, and lets the key go where nothing happened."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        key = exchange.headers.get("idempotency-key")
        principal = exchange.principal
        if key is None or principal is None or exchange.method != "POST" or not exchange.is_api:
            return await self.app(scope, receive, send)
        claim = await in_thread(
            idempotency_keys.claim, principal=principal, key=_checked(key), request_hash=_fingerprint(exchange)
        )
        if claim.kind == "running":
            raise Conflict(_("The first request with this Idempotency-Key is still in progress."), retry_after_s=1)
        if claim.kind == "stored":
            return await _replay(claim, send)
        return await self._first(scope, receive, send, HeldKey(principal, key, claim.lease))

    async def _first(self, scope: Scope, receive: Receive, send: Send, held: HeldKey) -> None:
        kept = _Kept(send)
        try:
            with idempotency_keys.holding(held):
                await self.app(scope, receive, kept.send)
        except BaseException:
            await _release(held)
            raise
        if kept.is_passing or not is_kept(kept.status):
            await _release(held)
        else:
            await _settle(held, exchange_of(scope), kept)
        await kept.flush()


def is_kept(status: int) -> bool:
    """Whether an answer of this status is given again. What verbs settled with their effect is kept in any case."""
    return status < 500 and status not in NOT_KEPT


async def _release(held: HeldKey) -> None:
    """Does nothing to a key that was settled with its effect. An attempt that still runs will find its key gone."""
    with deadline.lifted():
        await in_thread(idempotency_keys.release, held)


async def _settle(held: HeldKey, exchange: Exchange, kept: "_Kept") -> None:
    status, body, content_type = as_kept(exchange, kept.status, kept.body, kept.content_type)
    with deadline.lifted():
        await in_thread(idempotency_keys.settle, held, status=status, body=body.decode(), content_type=content_type)


class _Kept:
    """Holds an answer back until it is stored: what a caller has seen can be replayed.

    One that comes in parts passes at once. Its verb stores it with its effect, before the part that tells of it is sent.
    """

    def __init__(self, send: Send) -> None:
        self._send, self._messages = send, list[Message]()
        self.is_passing = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.is_passing = dict(message["headers"]).get(b"content-type") == b"text/event-stream"
        if self.is_passing:
            return await self._send(message)
        self._messages.append(message)
        return None

    async def flush(self) -> None:
        for message in self._messages:
            await self._send(message)

    @property
    def status(self) -> int:
        return int(self._messages[0]["status"])

    @property
    def content_type(self) -> str:
        return str(dict(self._messages[0]["headers"]).get(b"content-type", b"application/json").decode("latin-1"))

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self._messages[1:])


def _checked(key: str) -> str:
    if not is_header_word(key) or len(key) > LONGEST_KEY:
        detail = _("Use 1 to 255 visible ASCII characters.")
        raise ValidationFailed(fields=(FieldError("Idempotency-Key", "invalid", detail),))
    return key


def _fingerprint(exchange: Exchange) -> str:
    return hashlib.sha256(f"{exchange.method} {exchange.path}\n".encode() + exchange.body).hexdigest()


async def _replay(claim: IdempotencyClaim, send: Send) -> None:
    headers = (("Idempotency-Replayed", "true"),)
    await answer(send, claim.status, claim.body.encode(), claim.content_type, headers)
