"""How an organization writes, in figures that tell of nobody: none stands for fewer than five people."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DayFigures:
    """One day, in UTC. Harshness 0..1 and clarity 0..100 are averages before and after.

    All are None where fewer than five people wrote; the averages also where nothing was measured yet.
    """

    day: date
    transforms: int | None
    harshness_before: float | None = None
    harshness_after: float | None = None
    clarity_before: float | None = None
    clarity_after: float | None = None


@dataclass(frozen=True)
class Share:
    """How many transforms are of one kind; None where it would tell of fewer than five people."""

    name: str
    transforms: int | None


@dataclass(frozen=True)
class AnalyticsSummary:
    """An organization from `since` until `until`, both days within. Without five people every figure is None.

    `people` is rounded down to fives, and so are the messages of `terms`, which are of the last 30 days.
    """

    since: date
    until: date
    people: int | None
    transforms: int | None
    days: tuple[DayFigures, ...] = ()
    types: tuple[Share, ...] = ()
    tiers: tuple[Share, ...] = ()
    verdicts: tuple[Share, ...] = ()
    reasons: tuple[Share, ...] = ()
    terms: tuple[Share, ...] = ()
