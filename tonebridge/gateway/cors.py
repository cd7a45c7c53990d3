"""Cross-origin calls (Fetch standard): pages of listed origins may call the API, with a key or token and never a cookie."""

from django.conf import settings

from tonebridge.gateway import deadlines, signature
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, answer, exchange_of
from tonebridge.gateway.schema_shared import ANSWERED, asked_fields
from tonebridge.telemetry import tracing

USUAL = ("Authorization", "Content-Type", "X-API-Key")
"""What no operation names as its own: credentials, and the type of a body."""
ASKED = ", ".join((*asked_fields(), *USUAL, deadlines.HEADER, *signature.FIELDS, *tracing.FIELDS))
TOLD = ", ".join(ANSWERED)
REMEMBERED_S = 600


class Cors:
    """An origin is compared whole. One that isn't listed gets no header, and its browser keeps the answer from it."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if not settings.CORS_ORIGINS or not exchange.path.startswith("/api/"):
            return await self.app(scope, receive, send)
        exchange.answer_headers.append(("Vary", "Origin"))
        origin = exchange.headers.get("origin", "")
        if origin not in settings.CORS_ORIGINS:
            return await self.app(scope, receive, send)
        exchange.answer_headers += [("Access-Control-Allow-Origin", origin), ("Access-Control-Expose-Headers", TOLD)]
        if not _is_preflight(exchange):
            return await self.app(scope, receive, send)
        return await answer(send, 204, b"", "text/plain; charset=utf-8", PERMISSION)


def _is_preflight(exchange: Exchange) -> bool:
    return exchange.method == "OPTIONS" and "access-control-request-method" in exchange.headers


PERMISSION = (
    ("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE"),
    ("Access-Control-Allow-Headers", ASKED),
    ("Access-Control-Max-Age", str(REMEMBERED_S)),
)
