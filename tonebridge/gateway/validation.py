"""Bodies: read whole and bounded, their type checked, their JSON parsed strictly, before anything works on them."""

import asyncio
import json
import math
import re
from typing import Any

from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import InvalidRequest, PayloadTooLarge, TimedOut, UnsupportedMediaType
from tonebridge.gateway.exchange import App, Exchange, Message, Receive, Scope, Send, exchange_of

BODY_SECONDS = 15
MAX_DEPTH = 32
SURROGATE = re.compile("[\ud800-\udfff]")
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
        try:
            exchange.body = await asyncio.wait_for(_read(exchange, receive), BODY_SECONDS)
        except TimeoutError as error:
            raise TimedOut(_("The body did not arrive in time.")) from error
        except ClientGone:
            return
        if exchange.path.startswith("/api/") and exchange.body:
            _check_type(exchange)
        await self.app(scope, _replay(exchange.body, receive), send)


def _check_host(exchange: Exchange) -> None:
    host = exchange.headers.get("host", "")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    if name and not validate_host(name, settings.ALLOWED_HOSTS):
        raise InvalidRequest(_("This host name isn't served here."))


def _limit(exchange: Exchange) -> int:
    return settings.MAX_BODY_BYTES if exchange.path.startswith("/api/") else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


async def _read(exchange: Exchange, receive: Receive) -> bytes:
    limit, parts, size, more = _limit(exchange), [], 0, True
    declared = exchange.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise PayloadTooLarge
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
        if size > limit:
            raise PayloadTooLarge
    return b"".join(parts)


def _check_type(exchange: Exchange) -> None:
    kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind in FORMS and exchange.path.endswith("/import")):
        raise UnsupportedMediaType
    if kind == "application/json":
        exchange.document = read_json(exchange.body)


def read_json(body: bytes) -> Any:
    """Strict JSON (RFC 8259) in UTF-8. Raises InvalidRequest, with what is wrong."""
    try:
        document = json.loads(body.decode(), parse_constant=_refuse_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise InvalidRequest(_("The body isn't UTF-8.")) from error
    except RecursionError as error:
        raise InvalidRequest(_("The JSON is nested too deeply.")) from error
    except ValueError as error:
        raise InvalidRequest(_("The body isn't valid JSON.")) from error
    _check(document, 0)
    return document


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is too large")
    return value


def _check(value: Any, depth: int) -> None:  # whatever JSON holds
    if depth > MAX_DEPTH:
        raise InvalidRequest(_("The JSON is nested too deeply."))
    if isinstance(value, str) and ("\0" in value or _has_surrogate(value)):
        raise InvalidRequest(_("The text holds a NUL or half of a character pair."))
    if isinstance(value, dict):
        for name, inner in value.items():
            _check(name, depth)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)


def _has_surrogate(value: str) -> bool:
    return not value.isascii() and SURROGATE.search(value) is not None


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
