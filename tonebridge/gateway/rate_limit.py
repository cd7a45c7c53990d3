"""A token bucket a caller (`tonebridge.limits.call_limits`), and one a site of addresses for strangers.

Says on every answer how much is left.
"""

import math
from dataclasses import replace
from functools import cache

from django.utils.translation import gettext_lazy as _

from tonebridge.errors import RateLimited
from tonebridge.gateway.asgi_types import App, Receive, Scope, Send
from tonebridge.gateway.exchange import Exchange, exchange_of
from tonebridge.limits.call_limits import A_DAY, A_MINUTE, calls_of, calls_of_stranger, rate_of
from tonebridge.limits.leases import leases
from tonebridge.limits.request_limits import DAY_S, Limit, note
from tonebridge.limits.token_bucket import Verdict
from tonebridge.limits.used_up_days import Door, used_up_days
from tonebridge.telemetry import metrics

ALLOWED, REFUSED = (metrics.RATE_LIMIT_DECISIONS.labels(outcome) for outcome in ("allowed", "refused"))
BOTH = _("Too many requests in a short time, and you've used all of today's messages.")


class RateLimit:
    """Refuses with RATE_LIMITED and Retry-After. A plan without a limit is never refused, but counted all the same."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = exchange_of(scope)
        await count_call(exchange)
        try:
            await self.app(scope, receive, send)
        finally:
            if door := door_of(exchange):
                used_up_days.learn(door, exchange.limits)


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
    if not verdict.allowed:
        raise _refused(exchange, verdict)


def _refused(exchange: Exchange, verdict: Verdict) -> RateLimited:
    """By the minute, or by the day as well, which lasts longer."""
    door, day = door_of(exchange), daily_limit(exchange)
    wait_s = used_up_days.wait_s(door) if door else 0.0
    if day is None or wait_s <= verdict.wait_s:
        return RateLimited(retry_after_s=math.ceil(verdict.wait_s))
    note(replace(day, remaining=0, reset_s=wait_s), refused=True)
    return RateLimited(BOTH, retry_after_s=math.ceil(wait_s))


def door_of(exchange: Exchange) -> Door | None:
    """Where somebody with a quota of messages a day calls; None for others."""
    if exchange.principal is None or not exchange.principal.plan.per_day:
        return None
    return exchange.principal.organization_id, exchange.principal.plan.per_day, exchange.method, exchange.path


def bucket_of(exchange: Exchange) -> tuple[str, int | None]:
    """The bucket that a request takes from, and its limit a minute; None: unlimited."""
    if exchange.principal is None:
        return calls_of_stranger(exchange.client_ip)
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
