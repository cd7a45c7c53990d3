"""How many calls a minute a caller has, and whom they share them with: what the API, WebSockets and pages all ask."""

from functools import cache

from django.conf import settings

from tonebridge.callers.principal import Principal
from tonebridge.errors import RateLimited
from tonebridge.limits.sites import site_of_address
from tonebridge.limits.token_bucket import Rate, spend, spend_now

UNLIMITED = 1_000_000_000
"""A plan without a limit still passes the limiter, so that a load test measures all of its work."""
NONE_RETRY_S = 60
A_MINUTE, A_DAY = "minute", "day"
"""What the fields of an answer call a plan's limits."""


def calls_of(principal: Principal, address: str) -> tuple[str, int | None]:
    """The bucket that a call from a client's address takes from, and its limit a minute; None: unlimited, 0: no calls.

    A person has one bucket in an organization, whatever credentials they have. Accounts whose e-mail address isn't verified
    share one for the address they call from (of IPv6 its /64): whoever signs up again and again has the calls of one account.
    """
    limit = principal.plan.per_minute
    return (principal.person if principal.email_verified else f"unverified:{site_of_address(address)}"), limit


def calls_of_stranger(address: str) -> tuple[str, int]:
    """The bucket of those who aren't signed in, one a site of addresses, and its limit a minute."""
    return f"ip:{site_of_address(address)}", settings.GATEWAY_ANONYMOUS_PER_MINUTE


@cache
def rate_of(limit: int | None) -> Rate:
    """A limit a minute as a bucket's rate. Raises RateLimited where it is 0: such a bucket never has a token."""
    if limit == 0:
        raise RateLimited(retry_after_s=NONE_RETRY_S)
    return Rate(UNLIMITED if limit is None else limit, 60)


async def spend_call(principal: Principal, address: str) -> None:
    """Take one call. Raises RateLimited with the seconds to wait."""
    bucket, limit = calls_of(principal, address)
    await spend(bucket, rate_of(limit), name=A_MINUTE)


def spend_call_now(principal: Principal, address: str) -> None:
    """The same for synchronous callers."""
    bucket, limit = calls_of(principal, address)
    spend_now(bucket, rate_of(limit), name=A_MINUTE)


def spend_strangers_call_now(address: str) -> None:
    """Take one call of an address, whoever is signed in there. Raises RateLimited with the seconds to wait."""
    bucket, limit = calls_of_stranger(address)
    spend_now(bucket, rate_of(limit), name=A_MINUTE)
