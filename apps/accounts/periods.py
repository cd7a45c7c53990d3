"""The minute, day and month that a moment lies in. All in UTC, so that a quota means the same everywhere."""

from datetime import UTC, datetime, timedelta

from apps.accounts.contracts import Period


def period_start(period: Period, at: datetime) -> datetime:
    """The first moment of the period."""
    whole = at.astimezone(UTC).replace(second=0, microsecond=0)
    if period is Period.MINUTE:
        return whole
    day = whole.replace(hour=0, minute=0)
    return day if period is Period.DAY else day.replace(day=1)


def period_end(period: Period, at: datetime) -> datetime:
    """The first moment after the period."""
    start = period_start(period, at)
    if period is Period.MINUTE:
        return start + timedelta(minutes=1)
    if period is Period.DAY:
        return start + timedelta(days=1)
    return (start + timedelta(days=32)).replace(day=1)
