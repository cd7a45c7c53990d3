"""Where a period's usage is heading, if it goes on as it has begun."""

from datetime import datetime

from apps.accounts.contracts import Period, PeriodUsage, UsageForecast, UsageReport
from apps.accounts.periods import period_start
from tonebridge.resilience import clock

LEAST_SHARE = 0.05
"""Of a period, how much has to have passed before anything is said of its end."""


def forecast_of(report: UsageReport) -> UsageForecast:
    """The calls of the whole month, and when today's limit is reached; None where it is too early, or never."""
    now = clock.now()
    month, day = _passed(Period.MONTH, report.month, now), _passed(Period.DAY, report.day, now)
    return UsageForecast(
        month=round(report.month.used / month) if month >= LEAST_SHARE and report.month.used else None,
        day_full_at=_full_at(report.day, now) if day >= LEAST_SHARE else None,
    )


def _full_at(day: PeriodUsage, now: datetime) -> datetime | None:
    if not day.limit or not day.used or day.used >= day.limit:
        return None
    start = period_start(Period.DAY, now)
    reached = start + (now - start) * (day.limit / day.used)
    return reached if reached < day.resets_at else None


def _passed(period: Period, usage: PeriodUsage, now: datetime) -> float:
    """The share of the period that lies behind, 0 to 1."""
    start = period_start(period, now)
    return (now - start) / (usage.resets_at - start)
