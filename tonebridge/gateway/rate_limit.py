"""A token bucket a person in an organization, whatever credentials they have; a site of addresses for strangers, and one for
all accounts there whose address isn't verified.

Says on every answer how much is left.
"""

import math
from functools import cache

from django.conf import settings

from tonebridge.errors import RateLimited
from tonebridge.gateway.exchange import App, Exchange, Receive, Scope, Send, exchange_of
from tonebridge.resilience import clock
from tonebridge.resilience.leases import leases
from tonebridge.resilience.sites import site_of_address
from tonebridge.resilience.token_bucket import Rate, Verdict
from tonebridge.telemetry import metrics

UNLIMITED = 1_000_000_000
"""A plan without a limit still passes the limiter, so that a load test measures all of its work."""
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
    if limit == 0:
        raise RateLimited(retry_after_s=60)
    verdict = await leases.take(bucket, rate_of(limit))
    if limit:
        exchange.answer_headers += headers(limit, verdict)
    (ALLOWED if verdict.allowed else REFUSED).inc()
    if not verdict.allowed:
        raise RateLimited(retry_after_s=math.ceil(verdict.wait_s))


def bucket_of(exchange: Exchange) -> tuple[str, int | None]:
    """The bucket that a request takes from, and its limit a minute; None: unlimited."""
    principal = exchange.principal
    if principal is None:
        return f"ip:{site_of_address(exchange.client_ip)}", settings.GATEWAY_ANONYMOUS_PER_MINUTE
    if not principal.email_verified:  # whoever signs up again and again has the calls of one account
        return f"unverified:{site_of_address(exchange.client_ip)}", principal.plan.per_minute
    return principal.person, principal.plan.per_minute


@cache
def rate_of(limit: int | None) -> Rate:
    """A limit a minute as a bucket's rate."""
    return Rate(UNLIMITED if limit is None else limit, 60)


def headers(limit: int, verdict: Verdict) -> list[tuple[str, str]]:
    """X-RateLimit-*: the limit, what is left, when it is full again (epoch seconds), and in how many seconds."""
    after = math.ceil(verdict.full_s)
    reset = math.ceil(clock.now().timestamp()) + after
    values = {"Limit": limit, "Remaining": verdict.remaining, "Reset": reset, "Reset-After": after}
    return [(f"X-RateLimit-{name}", str(value)) for name, value in values.items()]
