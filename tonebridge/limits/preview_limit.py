"""What an address may try without a login: a few calls a minute and a few more a day."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tonebridge.limits.request_limits import DAY_S, Limit, note
from tonebridge.limits.several import Budget, spend_each, spend_each_now
from tonebridge.limits.sites import site_of_address
from tonebridge.limits.token_bucket import Rate

USED_UP = {
    "minute": _("You've reached this minute's limit without an account. Wait a moment, or sign in."),
    "day": _("You've reached today's limit without an account. Sign in, or try again later."),
}


async def spend_preview(address: str) -> None:
    """Take one try of an address, of IPv6 its site. Raises RateLimited with the seconds to wait."""
    _note_all()
    await spend_each(_budgets(address))


def spend_preview_now(address: str) -> None:
    """The same for synchronous callers."""
    _note_all()
    spend_each_now(_budgets(address))


def _note_all() -> None:
    """Where the first refuses, the answer says of the other as well."""
    for name, rate in _rates():
        note(Limit(f"preview-{name}", rate.capacity, int(rate.seconds)))


def _budgets(address: str) -> list[Budget]:
    return [Budget(f"preview-{name}", _bucket(name, address), rate, USED_UP[name]) for name, rate in _rates()]


def _bucket(name: str, address: str) -> str:
    return f"preview:{name}:{site_of_address(address)}"


def _rates() -> tuple[tuple[str, Rate], ...]:
    return (("minute", Rate(settings.PREVIEW_PER_MINUTE, 60)), ("day", Rate(settings.PREVIEW_PER_DAY, DAY_S)))
