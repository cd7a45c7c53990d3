"""A token bucket a caller (`tonebridge.limits.call_limits`), and one a site of addresses for strangers.

Says on every answer how much is left.
"""

from functools import cache

from django.conf import settings

from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.limits.call_limits import A_DAY, A_MINUTE, calls_of, rate_of
from tonebridge.limits.leases import leases
from tonebridge.limits.request_limits import DAY_S, Limit, note
from tonebridge.limits.sites import site_of_address
from tonebridge.limits.token_bucket import Verdict
from tonebridge.telemetry import metrics

ALLOWED, REFUSED = (metrics.RATE_LIMIT_DECISIONS.labels(outcome) for outcome in ("allowed", "refused"))


class RateLimit:
    """Refuses with RATE_LIMITED and Retry-After. A plan without a limit is never refused, but counted all the same."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await count_call(exchange_of(scope))
        await self.app(scope, receive, send)


async def count_call(exchange: Exchange) -> None:
    """Once a request of the API, wherever it is asked first: a large body is read only for those who have calls left. Raises
    RateLimited.
    """
    if exchange.is_counted or not exchange.path.startswith("/api/"):
        return
    exchange.is_counted = True
    bucket, limit = bucket_of(exchange)
    verdict = await leases.take(bucket, rate_of(limit))
    note_limits(exchange, limit, verdict)
    (ALLOWED if verdict.allowed else REFUSED).inc()
    verdict.check()


def bucket_of(exchange: Exchange) -> tuple[str, int | None]:
    """The bucket that a request takes from, and its limit a minute; None: unlimited."""
    if exchange.principal is None:
        return f"ip:{site_of_address(exchange.client_ip)}", settings.GATEWAY_ANONYMOUS_PER_MINUTE
    return calls_of(exchange.principal, exchange.client_ip)


def note_limits(exchange: Exchange, limit: int | None, verdict: Verdict) -> None:
    """How the minute stands; of the day, that there is a limit: who takes from it looks."""
    if limit:
        note(rate_of(limit).limit(A_MINUTE, verdict), refused=not verdict.allowed)
    if day := daily_limit(exchange):
        note(day)


def daily_limit(exchange: Exchange) -> Limit | None:
    """A plan's quota of messages a day."""
    quota = exchange.principal.plan.per_day if exchange.principal else None
    return _a_day(quota) if quota else None


@cache
def _a_day(quota: int) -> Limit:
    return Limit(A_DAY, quota, DAY_S)
