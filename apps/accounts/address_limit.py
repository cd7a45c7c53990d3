"""How often one address may try what needs no sign-in, or asks for a password: one budget for a page and its API."""

import logging
from typing import Any, Literal

from django.http import HttpRequest
from django_ratelimit.core import get_usage
from redis import RedisError

from apps.accounts.tries import spend
from tonebridge.errors import RateLimited
from tonebridge.limits.request_limits import Limit, note
from tonebridge.limits.token_bucket import Rate
from tonebridge.pages.limits import site_of
from tonebridge.resilience.circuit_breaker import CircuitOpen, redis_breaker
from tonebridge.telemetry.security_events import count_event

log = logging.getLogger(__name__)
Purpose = Literal[
    "sign-in", "sign-up", "verify-email", "forgot-password", "reset-password", "reauthenticate", "account-delete"
]
LIMITS = {"address-minute": Rate(10, 60), "address-hour": Rate(30, 3_600)}
"""By name, in the order in which they are asked: what one refuses takes nothing from those behind it."""


def spend_try(request: HttpRequest, purpose: Purpose) -> None:
    """Count a try of the client's address (of IPv6 its /64). Raises RateLimited with the seconds until the window ends.

    While the cache server is away, each process counts.
    """
    for name, rate in LIMITS.items():
        usage = _usage(request, purpose, rate)
        if usage is None:
            return spend(f"{purpose}:{site_of(request)}", *LIMITS.values())
        note(_limit(name, rate, usage), refused=usage["should_limit"])
        if usage["should_limit"]:
            count_event("tries.exhausted")
            raise RateLimited(retry_after_s=_until_all_let_in(request, purpose))
    return None


def _until_all_let_in(request: HttpRequest, purpose: Purpose) -> int:
    """The seconds until no window is full any more, at least one."""
    seen = (_usage(request, purpose, rate, counts=False) for rate in LIMITS.values())
    return max(1, *(int(usage["time_left"]) for usage in seen if usage and usage["count"] >= usage["limit"]))


def _usage(request: HttpRequest, purpose: Purpose, rate: Rate, *, counts: bool = True) -> dict[str, Any] | None:
    """Count this try, or look; None while the cache server is away. `Any`: the package is untyped."""
    words = f"{rate.capacity}/{rate.seconds:.0f}s"
    try:
        with redis_breaker.guarded():
            usage: dict[str, Any] | None = get_usage(
                request, group=purpose, key=lambda _group, asked: site_of(asked), rate=words, increment=counts
            )
    except (RedisError, OSError, CircuitOpen):
        log.warning("tries are counted by each process: the cache server is away")
        return None
    return usage


def _limit(name: str, rate: Rate, usage: dict[str, Any]) -> Limit:  # as the package has it
    left = max(0, usage["limit"] - usage["count"])
    return Limit(name, rate.capacity, int(rate.seconds), left, usage["time_left"])
