"""A token bucket a caller (`apps.accounts.call_limits`), and one a site of addresses for strangers.

Says on every answer how much is left.
"""

import math

from django.conf import settings

from apps.accounts.call_limits import calls_of, rate_of
from tonebridge.gateway.exchange import App, Exchange, Receive, Scope, Send, exchange_of
from tonebridge.resilience import clock
from tonebridge.resilience.leases import leases
from tonebridge.resilience.sites import site_of_address
from tonebridge.resilience.token_bucket import Verdict
from tonebridge.telemetry import metrics

ALLOWED, REFUSED = (metrics.RATE_LIMIT_DECISIONS.labels(outcome) for outcome in ("allowed", "refused"))


class RateLimit:
    """Refuses with RATE_LIMITED and Retry-After. A plan without a limit is never refused, but counted all the same."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange.path.startswith("/api/"):
            await _spend(exchange)
        await self.app(scope, receive, send)


async def _spend(exchange: Exchange) -> None:
    bucket, limit = bucket_of(exchange)
    verdict = await leases.take(bucket, rate_of(limit))
    if limit:
        exchange.answer_headers += headers(limit, verdict)
    (ALLOWED if verdict.allowed else REFUSED).inc()
    verdict.check()


def bucket_of(exchange: Exchange) -> tuple[str, int | None]:
    """The bucket that a request takes from, and its limit a minute; None: unlimited."""
    if exchange.principal is None:
        return f"ip:{site_of_address(exchange.client_ip)}", settings.GATEWAY_ANONYMOUS_PER_MINUTE
    return calls_of(exchange.principal, exchange.client_ip)


def headers(limit: int, verdict: Verdict) -> list[tuple[str, str]]:
    """X-RateLimit-*: the limit, what is left, when it is full again (epoch seconds), and in how many seconds."""
    after = math.ceil(verdict.full_s)
    reset = math.ceil(clock.now().timestamp()) + after
    values = {"Limit": limit, "Remaining": verdict.remaining, "Reset": reset, "Reset-After": after}
    return [(f"X-RateLimit-{name}", str(value)) for name, value in values.items()]
