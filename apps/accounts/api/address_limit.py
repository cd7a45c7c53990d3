"""How often one address may try to register or to sign in."""

import logging
from typing import Any

from django.http import HttpRequest
from django_ratelimit.core import get_usage
from redis import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from tonebridge.errors import RateLimited
from tonebridge.resilience.sites import site_of_address

log = logging.getLogger(__name__)
RATES = ("10/m", "30/h")


class ByAddress(BaseThrottle):
    """Counts each call of a view by address. Raises RateLimited; lets everyone in while the cache server is away."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        spent = [_usage(request._request, type(view).__name__, rate) for rate in RATES]
        waits = [usage["time_left"] for usage in spent if usage and usage["should_limit"]]
        if waits:
            raise RateLimited(retry_after_s=max(1, *waits))
        return True


def client_of(request: HttpRequest) -> str:
    """The address that the front door found, or the peer's; of an IPv6 address its site."""
    return site_of_address(str(request.META.get("tonebridge.client_ip") or request.META.get("REMOTE_ADDR", "")))


def _usage(request: HttpRequest, group: str, rate: str) -> dict[str, Any] | None:
    """Count this call; None where nothing can be counted. `Any`: the package is untyped."""
    try:
        usage: dict[str, Any] | None = get_usage(
            request, group=group, key=lambda _group, asked: client_of(asked), rate=rate, increment=True
        )
    except (RedisError, OSError):
        log.warning("sign-ins aren't limited: the cache server is away")
        return None
    return usage
