"""What was used of a plan."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tonebridge.callers.principal import PlanLimits


class Period(StrEnum):
    """What usage is counted by. All begin in UTC."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True)
class PeriodUsage:
    """Calls and code points used in the running period. `limit` counts calls; None means unlimited."""

    used: int
    characters: int
    limit: int | None
    resets_at: datetime


@dataclass(frozen=True)
class UsageReport:
    """An organization's usage against its plan."""

    plan: PlanLimits
    minute: PeriodUsage
    day: PeriodUsage
    month: PeriodUsage


@dataclass(frozen=True)
class UsageForecast:
    """Where usage is heading: the calls of this month in all, and when today's limit is reached. None: nothing to say."""

    month: int | None
    day_full_at: datetime | None
