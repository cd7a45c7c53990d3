"""How often something may be tried, counted in token buckets that all processes share."""

import hashlib

from tonebridge.errors import RateLimited
from tonebridge.limits.token_bucket import Rate, spend_now, take_now
from tonebridge.telemetry.security_events import count_event

PASSWORDS = Rate(5, 60)
"""Wrong passwords of one account: five at once, then one in twelve seconds; never more than ten in a minute."""

MAILS = Rate(3, 900)
"""E-mails that anybody can have sent to one address."""

INVITATIONS = Rate(20, 3600)
"""Invitations of one organization."""


def spend(bucket: str, *rates: Rate) -> None:
    """Take one try at each rate; a bucket with several keeps one a rate. Raises RateLimited with the wait: somebody may be
    guessing, so it is a security event.
    """
    try:
        for rate in rates:
            spend_now(bucket if len(rates) == 1 else f"{bucket}:{rate.seconds:.0f}", rate)
    except RateLimited:
        count_event("tries.exhausted")
        raise


def give_back(bucket: str, rate: Rate) -> None:
    """Return a try that went well."""
    take_now(bucket, rate, cost=-1)


def account_bucket(purpose: str, email: str) -> str:
    """The bucket of an address, whether somebody has it or not. Its name doesn't tell the address."""
    return f"{purpose}:{hashlib.sha256(email.strip().lower().encode()).hexdigest()[:32]}"
