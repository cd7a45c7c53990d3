"""Counts and times every request by route template, never by raw path."""

from tonebridge.gateway.asgi_types import App, Message, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.resilience import clock
from tonebridge.telemetry import metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Rate, errors and duration of every route, and how many requests are under way."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange, started, status = exchange_of(scope), clock.tick(), 500

        async def send_counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with metrics.ACTIVE_CONNECTIONS.labels("http").track_inprogress():
            try:
                await self.app(scope, receive, send_counted)
            finally:
                _observe(exchange, status, clock.tick() - started)


def _observe(exchange: Exchange, status: int, seconds: float) -> None:
    method = exchange.method if exchange.method in METHODS else "OTHER"
    metrics.API_REQUESTS.labels(method, exchange.route, str(status)).inc()
    metrics.API_REQUEST_SECONDS.labels(method, exchange.route).observe(seconds)
