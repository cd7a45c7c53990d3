"""A server span a request, joined to the caller's trace (W3C Trace Context)."""

from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import exchange_of
from tonebridge.telemetry import tracing


class Tracing:
    """Does nothing where no endpoint is set."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        with tracing.span("http.request", parent=exchange.headers, **{"http.method": exchange.method}) as span:
            await self.app(scope, receive, send)
            if span:
                span.set_attribute("http.route", exchange.route)
