"""A token bucket a credential, an address when there is none. Says on every answer how much is left."""

import math

from tonebridge.errors import RateLimited
from tonebridge.gateway.exchange import App, Exchange, Receive, Scope, Send, exchange_of
from tonebridge.resilience import clock
from tonebridge.resilience.token_bucket import Rate, Verdict, take
from tonebridge.telemetry import metrics

ANONYMOUS_PER_MINUTE = 60
UNLIMITED = 1_000_000
"""A plan without a limit still passes the limiter, so that a load test measures all of its work."""
FREE = ("/api/schema", "/api/docs")


class RateLimit:
    """Refuses with RATE_LIMITED and Retry-After. A plan without a limit is never refused, but counted all the same."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        if exchange.path.startswith("/api/") and not exchange.path.startswith(FREE):
            await _spend(exchange)
        await self.app(scope, receive, send)


async def _spend(exchange: Exchange) -> None:
    principal = exchange.principal
    limit = principal.plan.per_minute if principal else ANONYMOUS_PER_MINUTE
    bucket = principal.credential if principal else f"ip:{exchange.client_ip}"
    if limit == 0:
        raise RateLimited(retry_after_s=60)
    verdict = await take(bucket, Rate(UNLIMITED if limit is None else limit, 60))
    if limit:
        exchange.answer_headers += headers(limit, verdict)
    metrics.RATE_LIMIT_DECISIONS.labels("allowed" if verdict.allowed else "refused").inc()
    if not verdict.allowed:
        raise RateLimited(retry_after_s=math.ceil(verdict.wait_s))


def headers(limit: int, verdict: Verdict) -> list[tuple[str, str]]:
    """X-RateLimit-*: the limit, what is left, when it is full again (epoch seconds), and in how many seconds."""
    after = math.ceil(verdict.full_s)
    reset = math.ceil(clock.now().timestamp()) + after
    values = {"Limit": limit, "Remaining": verdict.remaining, "Reset": reset, "Reset-After": after}
    return [(f"X-RateLimit-{name}", str(value)) for name, value in values.items()]
