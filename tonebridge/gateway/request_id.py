"""The first layer: opens the exchange, names the request, and puts the headers of every answer on it.

A request that two servers could read in two ways (`framing.py`) goes no further, and its connection ends.
"""

import json
import re
import secrets
from collections.abc import Mapping
from itertools import count

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from tonebridge.errors import InvalidRequest
from tonebridge.gateway.asgi_types import App, Message, Receive, Scope, Send
from tonebridge.gateway.client_address import client_address, without_hearsay
from tonebridge.gateway.cookies import cookies
from tonebridge.gateway.exchange import KEY, Exchange, answer
from tonebridge.gateway.framing import combined, fault_of
from tonebridge.gateway.security_headers import security_headers
from tonebridge.limits.request_limits import collected_in
from tonebridge.rest.language import Language, preferred_language, supported_language
from tonebridge.rest.problem import CONTENT_TYPE, problem_of
from tonebridge.telemetry import context, metrics

TOO_MANY = 429
SANE = re.compile(r"[A-Za-z0-9._\-]{8,64}")


_prefix, _numbers = secrets.token_hex(8).encode(), count()


def quick_request_id() -> bytes:
    """A fresh id for answers that no log and no span tells of: unique, but one can be told from the next."""
    return b"%b%016x" % (_prefix, next(_numbers))


def named(headers: Mapping[str, str]) -> str:
    """What the caller calls the request, where it is a fitting name; else a new one."""
    wanted = headers.get("x-request-id", "")
    return wanted if SANE.fullmatch(wanted) else secrets.token_hex(16)


class RequestId:
    """X-Request-ID in and out; the caller's language for everything inside."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = scope[KEY] = _open(scope)

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                if exchange.path.startswith("/api/"):
                    exchange.answer_headers += exchange.limits.fields(is_refusal=message["status"] == TOO_MANY)
                message["headers"] = _with_ours(message["headers"], exchange)
            await send(message)

        agent = exchange.headers.get("user-agent", "")
        with (
            context.request(exchange.request_id, exchange.client_ip, agent),
            translation.override(exchange.language),
            collected_in(exchange.limits),
        ):
            if fault := fault_of(scope, exchange.headers):
                return await _refuse(send_named, exchange, fault)
            return await self.app(scope, receive, send_named)


async def _refuse(send: Send, exchange: Exchange, fault: Promise) -> None:
    """RFC 9112 §3.2 and §6.3: 400, and nothing more is read from the connection."""
    error = InvalidRequest(fault)
    metrics.API_ERRORS.labels(exchange.route, error.code).inc()
    body = json.dumps(problem_of(error, exchange.request_id), ensure_ascii=False).encode()
    await answer(send, error.status, body, CONTENT_TYPE, (("Connection", "close"),))


def _open(scope: Scope) -> Exchange:
    headers = combined(scope["headers"])
    name = named(headers)
    peer = (scope.get("client") or ("", 0))[0]
    headers = without_hearsay(peer, headers)
    exchange = Exchange(
        method=scope["method"],
        path=scope["path"],
        headers=headers,
        client_ip=client_address(peer, headers.get("x-forwarded-for", "")),
        request_id=name,
    )
    exchange.language = _language_of(exchange)
    return exchange


def _language_of(exchange: Exchange) -> Language:
    """What was chosen on a page, else what the caller names, else what is usual: English for programs, Japanese for pages."""
    chosen = supported_language(cookies(exchange.headers).get(settings.LANGUAGE_COOKIE_NAME, ""))
    otherwise: Language = "en" if exchange.is_api else "ja"
    return chosen or preferred_language(exchange.headers.get("accept-language", ""), otherwise=otherwise)


def _with_ours(headers: list[tuple[bytes, bytes]], exchange: Exchange) -> list[tuple[bytes, bytes]]:
    ours = [("x-request-id", exchange.request_id), *exchange.answer_headers]
    present = {name.lower().decode("latin-1") for name, _value in headers}
    extra = [(name, value) for name, value in security_headers(exchange) if name not in present]
    return [*headers, *((n.lower().encode(), v.encode()) for n, v in [*ours, *extra])]
