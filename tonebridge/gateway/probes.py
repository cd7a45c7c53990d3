"""/health, /health/ready and /metrics: asked by machines, answered before any credentials are looked at."""

import json
import secrets
from dataclasses import asdict

from django.conf import settings

from tonebridge.errors import NotFound
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.client_address import is_as_it_came, within
from tonebridge.gateway.exchange import Exchange, answer, exchange_of
from tonebridge.gateway.express import express
from tonebridge.gateway.recent_readiness import recent_readiness
from tonebridge.resilience.threads import in_thread
from tonebridge.telemetry import metrics
from tonebridge.telemetry.probes import Readiness, readiness

ALIVE = b'{"status":"ok"}'
JSON = "application/json"
PATHS = ("/health", "/health/ready", "/metrics")


class Probes:
    """Alive (touches nothing), ready (asks each dependency; why, it tells operators alone), and the metrics (for operators)."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange.path not in PATHS or exchange.method not in {"GET", "HEAD"}:
            return await self.app(scope, receive, send)
        exchange.route = exchange.path
        peer = (scope.get("client") or ("", 0))[0]
        status, body, content_type = await _answer(exchange, is_operator=_is_operator(peer, exchange))
        if body is ALIVE:
            express.remember_probe(scope, exchange, body)
        return await answer(send, status, body, content_type, (("cache-control", "no-store"),))


async def _answer(exchange: Exchange, *, is_operator: bool) -> tuple[int, bytes, str]:
    if exchange.path == "/health":
        return 200, ALIVE, JSON
    if exchange.path == "/health/ready":
        found = await in_thread(readiness if is_operator else recent_readiness)
        told = asdict(found) if is_operator else _in_a_word(found)
        return (200 if found.ready else 503), json.dumps(told, ensure_ascii=False).encode(), JSON
    if not (is_operator and _shows_token(exchange)):
        raise NotFound
    return 200, *metrics.exposition()


def _is_operator(peer: str, exchange: Exchange) -> bool:
    """Whether the caller's address is one of those that are named, and is the caller's."""
    named = within(exchange.client_ip, tuple(settings.METRICS_ADDRESSES))
    return named and is_as_it_came(peer, exchange.headers)


def _shows_token(exchange: Exchange) -> bool:
    """Whether the token is shown, where there is one. Compared in constant time."""
    shown, wanted = exchange.headers.get("authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
    return not settings.METRICS_TOKEN or secrets.compare_digest(shown.encode(), wanted.encode())


def _in_a_word(found: Readiness) -> dict[str, object]:
    """What is away, not why, nor how long the others took."""
    states = [{"name": each.name, "status": each.status} for each in found.dependencies]
    return {"ready": found.ready, "degraded": found.degraded, "dependencies": states}
