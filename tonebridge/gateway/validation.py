"""Bodies: read whole and bounded, their type checked, their JSON parsed strictly, before anything works on them."""

import asyncio

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import BodyTooSlow, InvalidRequest, PayloadTooLarge, UnsupportedMediaType
from tonebridge.gateway.exchange import App, Exchange, Message, Receive, Scope, Send, exchange_of
from tonebridge.resilience import clock
from tonebridge.rest.json_body import read_json
from tonebridge.security.origins import is_our_host

BODY_SECONDS = 10
LEAST_BYTES_A_SECOND = 50_000
"""A large body gets more time, as long as it keeps coming at this rate."""
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


class ClientGone(Exception):
    """The client hung up before its body was whole: there is nobody to answer."""


class Validation:
    """Size, content type, JSON: depth, NaN, NUL and lone surrogates refused. Lower layers find the body ready."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        _check_host(exchange)
        _check_encoding(exchange)
        try:
            exchange.body = await _read(exchange, receive)
        except TimeoutError as error:
            raise BodyTooSlow from error
        except ClientGone:
            return
        if exchange.path.startswith("/api/") and exchange.body:
            _check_type(exchange)
        await self.app(scope, _replay(exchange.body, receive), send)


def _check_host(exchange: Exchange) -> None:
    host = exchange.headers.get("host", "")
    if host and not is_our_host(host):
        raise InvalidRequest(_("This host name isn't served here."))


def _limit(exchange: Exchange) -> int:
    usual = settings.MAX_BODY_BYTES if exchange.path.startswith("/api/") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.LARGE_BODIES.get(exchange.path, usual)


async def _read(exchange: Exchange, receive: Receive) -> bytes:
    limit, parts, size, more, began = _limit(exchange), [], 0, True, clock.tick()
    declared = exchange.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise PayloadTooLarge
    while more:
        left = BODY_SECONDS + size / LEAST_BYTES_A_SECOND - (clock.tick() - began)
        async with asyncio.timeout(left):  # without the task that `wait_for` makes
            message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > limit:
            raise PayloadTooLarge
    return b"".join(parts)


def _check_encoding(exchange: Exchange) -> None:
    """A packed body could unpack to any size; nobody needs one for a message."""
    if exchange.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType(_("Send the body as it is, without Content-Encoding."))


def _check_type(exchange: Exchange) -> None:
    kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind in FORMS and exchange.path.endswith("/import")):
        raise UnsupportedMediaType
    if kind == "application/json":
        exchange.document = read_json(exchange.body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever the server says (a disconnect)."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
