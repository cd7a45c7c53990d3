"""/health, /health/ready and /metrics: asked by machines, answered before any credentials are looked at."""

import json
from dataclasses import asdict

from django.conf import settings

from tonebridge.errors import NotFound
from tonebridge.gateway.client_address import within
from tonebridge.gateway.exchange import App, Exchange, Receive, Scope, Send, answer, exchange_of
from tonebridge.gateway.express import express
from tonebridge.resilience.threads import in_thread
from tonebridge.telemetry import metrics
from tonebridge.telemetry.probes import readiness

ALIVE = b'{"status":"ok"}'
JSON = "application/json"
PATHS = ("/health", "/health/ready", "/metrics")


class Probes:
    """Alive (touches nothing), ready (asks each dependency), and the metrics (for the networks in settings only)."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange.path not in PATHS or exchange.method not in {"GET", "HEAD"}:
            return await self.app(scope, receive, send)
        exchange.route = exchange.path
        status, body, content_type = await _answer(exchange)
        if body is ALIVE:
            express.remember_probe(scope, exchange, body)
        return await answer(send, status, body, content_type, (("cache-control", "no-store"),))


async def _answer(exchange: Exchange) -> tuple[int, bytes, str]:
    if exchange.path == "/health":
        return 200, ALIVE, JSON
    if exchange.path == "/health/ready":
        found = await in_thread(readiness)
        return (200 if found.ready else 503), json.dumps(asdict(found), ensure_ascii=False).encode(), JSON
    if not within(exchange.client_ip, tuple(settings.METRICS_ADDRESSES)):
        raise NotFound
    return 200, *metrics.exposition()
