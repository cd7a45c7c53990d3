"""How long to wait for what."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings


def retry_delay_s(attempt: int, *, at_least: float = 0, chance: Callable[[], float] = random.random) -> float:
    """Seconds before the next attempt: exponential with full jitter, within `settings.JOB_RETRY_MAX_S`."""
    longest = min(settings.JOB_RETRY_MAX_S, settings.JOB_RETRY_BASE_S * 2**attempt)
    return float(min(settings.JOB_RETRY_MAX_S, max(at_least, chance() * longest)))


def lease_from(at: datetime) -> datetime:
    """When a worker that was alive at `at` counts as lost."""
    return at + timedelta(seconds=settings.JOB_LEASE_S)


def send_again_from(at: datetime, *, waiting_since: datetime) -> datetime:
    """When to send a job again that is still waiting at `at`: ever more rarely, so that a backlog doesn't flood the broker."""
    least = timedelta(seconds=settings.JOB_SEND_AGAIN_S)
    return at + min(10 * least, max(least, at - waiting_since))
