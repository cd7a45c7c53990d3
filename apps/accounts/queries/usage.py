"""What an organization has used, against its plan."""

import math
from datetime import datetime

from apps.accounts.contracts import Period, PeriodUsage, Principal, UsageReport
from apps.accounts.models import UsageCounter
from apps.accounts.periods import period_end, period_start
from tonebridge.errors import QuotaExceeded
from tonebridge.resilience import clock

Used = dict[Period, tuple[int, int]]
"""Calls and characters by period."""


def usage_of(principal: Principal) -> UsageReport:
    """This minute, day and month (UTC). One query."""
    now = clock.now()
    used = _used(principal, now, tuple(Period))
    return UsageReport(
        plan=principal.plan,
        minute=_usage(used, Period.MINUTE, now, principal.plan.per_minute),
        day=_usage(used, Period.DAY, now, principal.plan.per_day),
        month=_usage(used, Period.MONTH, now, None),
    )


def ensure_quota(principal: Principal, *, calls: int = 1) -> None:
    """Look ahead, before work of that many calls is begun that would be refused. Raises QuotaExceeded.

    Only `charge_usage` decides: between this look and the charge others may have used the rest.
    """
    ensure_fits(quota_left(principal), calls)


def quota_left(principal: Principal) -> int | None:
    """Calls that the day still holds; None: as many as one likes. One query at most."""
    limit = principal.plan.per_day
    return None if limit is None else limit - _used(principal, clock.now(), (Period.DAY,)).get(Period.DAY, (0, 0))[0]


def ensure_fits(left: int | None, calls: int) -> None:
    """Raises QuotaExceeded where `quota_left` doesn't hold that many calls."""
    if left is not None and calls > left:
        raise quota_exceeded(clock.now())


def quota_exceeded(now: datetime) -> QuotaExceeded:
    """The refusal, with the seconds to the next day of UTC."""
    return QuotaExceeded(retry_after_s=math.ceil((period_end(Period.DAY, now) - now).total_seconds()))


def _used(principal: Principal, now: datetime, periods: tuple[Period, ...]) -> Used:
    starts = {period_start(period, now) for period in periods}
    rows = UsageCounter.objects.filter(
        organization=principal.organization_id, period__in=[period.value for period in periods], starts_at__in=starts
    )
    return {
        Period(row.period): (row.used, row.characters)
        for row in rows
        if row.starts_at == period_start(Period(row.period), now)
    }


def _usage(used: Used, period: Period, now: datetime, limit: int | None) -> PeriodUsage:
    calls, characters = used.get(period, (0, 0))
    return PeriodUsage(used=calls, characters=characters, limit=limit, resets_at=period_end(period, now))
