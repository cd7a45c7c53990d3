"""What an organization has used, against its plan."""

import math
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from apps.accounts.contracts import Period, PeriodUsage, Principal, UsageReport
from apps.accounts.models import UsageCounter
from apps.accounts.periods import period_end, period_start
from tonebridge.errors import QuotaExceeded, QuotaFigures
from tonebridge.limits.call_limits import A_DAY
from tonebridge.limits.request_limits import DAY_S, Limit, note, note_change
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
    ensure_fits(quota_of(principal), calls)


def quota_of(principal: Principal) -> QuotaFigures | None:
    """What the day still holds for one call; None: as many as one likes. One query at most."""
    limit, now = principal.plan.per_day, clock.now()
    if limit is None:
        return None
    used, _characters = _used(principal, now, (Period.DAY,)).get(Period.DAY, (0, 0))
    left, ends = max(0, limit - used), period_end(Period.DAY, now)
    note(Limit(A_DAY, limit, DAY_S, left, (ends - now).total_seconds()))
    return QuotaFigures(1, left, limit, ends)


def ensure_fits(quota: QuotaFigures | None, calls: int) -> None:
    """Raises QuotaExceeded where the quota doesn't hold that many calls."""
    if quota is not None and calls > quota.left:
        note_change(A_DAY, refused=True)
        raise quota_exceeded(replace(quota, needed=calls))


def quota_exceeded(figures: QuotaFigures) -> QuotaExceeded:
    """The refusal, with the seconds to the next day of UTC."""
    wait = figures.resets_at - clock.now()
    return QuotaExceeded(_refusal(figures), figures=figures, retry_after_s=math.ceil(wait.total_seconds()))


def resets_at(figures: QuotaFigures) -> str:
    """The time of the day where the product's readers are, with their zone: `09:00 JST`."""
    return timezone.localtime(figures.resets_at, ZoneInfo(settings.DISPLAY_TIME_ZONE)).strftime("%H:%M %Z")


def _refused_because(figures: QuotaFigures) -> str:
    numbers = {"needed": figures.needed or 0, "left": figures.left, "limit": figures.limit}
    said = {name: f"{number:,}" for name, number in numbers.items()} | {"time": resets_at(figures)}
    if not figures.left:
        return _("You've used all %(limit)s of today's messages. The quota resets at %(time)s.") % said
    if figures.needed is None:
        return (
            _(
                "This file has more messages than you have left today (%(left)s of %(limit)s). The quota resets at %(time)s."
            )
            % said
        )
    return (
        _("This needs %(needed)s messages; %(left)s of %(limit)s are left today. The quota resets at %(time)s.") % said
    )


_refusal = lazy(_refused_because, str)
"""In the language of whoever reads it."""


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
