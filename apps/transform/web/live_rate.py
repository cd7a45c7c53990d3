"""How often a page may ask while somebody types or decides: a rate of its own, which uses up nobody's calls or tries."""

from django.http import HttpRequest

from apps.accounts.contracts import Principal
from tonebridge.errors import RateLimited
from tonebridge.limits.call_limits import NONE_RETRY_S, calls_of
from tonebridge.limits.token_bucket import Rate, spend_now
from tonebridge.pages.limits import address_of, site_of

LIVE = Rate(60, 60)


def spend_live(request: HttpRequest, member: Principal | None) -> None:
    """Take one. Whoever shares their calls shares it. Raises RateLimited; a plan without calls has none of it."""
    if member is None:
        return spend_now(f"live:{site_of(request)}", LIVE)
    bucket, limit = calls_of(member, address_of(request))
    if limit == 0:
        raise RateLimited(retry_after_s=NONE_RETRY_S)
    return spend_now(f"live:{bucket}", LIVE)
