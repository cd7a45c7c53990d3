"""Where usage is heading."""

from datetime import UTC, datetime

import pytest

from apps.accounts.contracts import PeriodUsage, PlanLimits, UsageForecast, UsageReport
from apps.accounts.queries.forecasts import forecast_of
from tonebridge.resilience import clock

TOMORROW, NEXT_MONTH = datetime(2026, 11, 11, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def report(day: int, month: int, limit: int | None = 100) -> UsageReport:
    return UsageReport(
        plan=PlanLimits("free", per_minute=10, per_day=limit),
        minute=PeriodUsage(used=0, characters=0, limit=10, resets_at=TOMORROW),
        day=PeriodUsage(used=day, characters=0, limit=limit, resets_at=TOMORROW),
        month=PeriodUsage(used=month, characters=0, limit=None, resets_at=NEXT_MONTH),
    )


def at(hour: int, told: UsageReport) -> UsageForecast:
    with clock.frozen(datetime(2026, 11, 10, hour, tzinfo=UTC)):
        return forecast_of(told)


def test_nine_days_of_thirty_stand_for_the_whole() -> None:
    assert at(0, report(0, 300)).month == 1000


def test_a_day_that_is_half_used_in_a_quarter_is_full_at_noon() -> None:
    assert at(6, report(50, 50)).day_full_at == datetime(2026, 11, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "told",
    [report(10, 10), report(0, 0), report(100, 100), report(50, 50, limit=None)],
    ids=["slow", "none", "full", "no limit"],
)
def test_a_day_that_is_never_full_says_nothing(told: UsageReport) -> None:
    assert at(6, told).day_full_at is None


def test_the_first_hour_says_nothing_of_the_rest() -> None:
    assert at(1, report(50, 50)).day_full_at is None
