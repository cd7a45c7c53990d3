"""Rate limits of pages: token buckets, as the API's calls are counted by."""

import math

from django.http import HttpRequest

from tonebridge.errors import RateLimited
from tonebridge.resilience.sites import site_of_address
from tonebridge.resilience.token_bucket import Rate, take_now


def address_of(request: HttpRequest) -> str:
    """The client's address: what the front door found out, or the peer's."""
    return str(request.META.get("tonebridge.client_ip") or request.META.get("REMOTE_ADDR", ""))


def site_of(request: HttpRequest) -> str:
    """The client's address; of an IPv6 address its /64."""
    return site_of_address(address_of(request))


def spend(bucket: str, *rates: Rate) -> None:
    """Take one token at each rate; a bucket with several keeps one a rate. Raises RateLimited with the wait."""
    for rate in rates:
        name = bucket if len(rates) == 1 else f"{bucket}:{rate.seconds:.0f}"
        verdict = take_now(name, rate)
        if not verdict.allowed:
            raise RateLimited(retry_after_s=math.ceil(verdict.wait_s))
