"""What an address may try without a login: a few calls a minute and a few more a day."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tonebridge.resilience.sites import site_of_address
from tonebridge.resilience.token_bucket import Rate, spend, spend_now

DAY_S = 86_400
USED_UP = _("You have used up today's tries without an account. Sign in, or wait a little.")


async def spend_preview(address: str) -> None:
    """Take one try of an address, of IPv6 its site. Raises RateLimited with the seconds to wait."""
    for name, rate in _rates():
        await spend(_bucket(name, address), rate, USED_UP)


def spend_preview_now(address: str) -> None:
    """The same for synchronous callers."""
    for name, rate in _rates():
        spend_now(_bucket(name, address), rate, USED_UP)


def _bucket(name: str, address: str) -> str:
    return f"preview:{name}:{site_of_address(address)}"


def _rates() -> tuple[tuple[str, Rate], ...]:
    return (("minute", Rate(settings.PREVIEW_PER_MINUTE, 60)), ("day", Rate(settings.PREVIEW_PER_DAY, DAY_S)))
