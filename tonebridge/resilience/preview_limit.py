"""What an address may try without a login: a few calls a minute and a few more a day."""

import math

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tonebridge.errors import RateLimited
from tonebridge.resilience.sites import site_of_address
from tonebridge.resilience.token_bucket import Rate, Verdict, take, take_now

DAY_S = 86_400


async def spend_preview(address: str) -> None:
    """Take one try of an address, of IPv6 its site. Raises RateLimited with the seconds to wait."""
    for name, rate in _rates():
        _check(await take(_bucket(name, address), rate))


def spend_preview_now(address: str) -> None:
    """The same for synchronous callers."""
    for name, rate in _rates():
        _check(take_now(_bucket(name, address), rate))


def _bucket(name: str, address: str) -> str:
    return f"preview:{name}:{site_of_address(address)}"


def _rates() -> tuple[tuple[str, Rate], ...]:
    return (("minute", Rate(settings.PREVIEW_PER_MINUTE, 60)), ("day", Rate(settings.PREVIEW_PER_DAY, DAY_S)))


def _check(verdict: Verdict) -> None:
    if not verdict.allowed:
        sentence = _("You have used up today's tries without an account. Sign in, or wait a little.")
        raise RateLimited(sentence, retry_after_s=math.ceil(verdict.wait_s))
