"""How an organization writes. Nothing is told that stands for fewer than five people, nor what could be worked out
(`anonymity.py`).

Days are UTC, weeks begin on Mondays. Counts come from the messages themselves, whose people are counted; where there are
enough, two more queries read averages from daily sums, and frequent terms.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.contracts import AnalyticsSummary, DayFigures, Share
from apps.transform.models import DailySummary
from apps.transform.queries.anonymity import Cell, publishable, rounded
from apps.transform.queries.found_terms import frequent_terms
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.resilience import clock

MOST_DAYS = 92
TOP_REASONS = TOP_TERMS = 8
COUNTS = """
    WITH written AS MATERIALIZED (
        SELECT t.user_id, date_trunc('week', t.created_at AT TIME ZONE 'UTC')::date::text AS week,
               (t.created_at AT TIME ZONE 'UTC')::date::text AS day, t.transformation_type AS type, t.tier,
               t.verdict, a.metrics -> 'reasons' AS reasons
        FROM transformations t LEFT JOIN analytics a
          ON a.transformation_id = t.id AND a.transformation_created_at = t.created_at
        WHERE t.organization_id = %(organization)s AND t.created_at >= %(since)s AND t.created_at < %(until)s
    )
    SELECT week, CASE WHEN GROUPING(day) = 0 THEN 'day' WHEN GROUPING(type) = 0 THEN 'type'
                      WHEN GROUPING(tier) = 0 THEN 'tier' WHEN GROUPING(verdict) = 0 THEN 'verdict' ELSE 'all' END,
           COALESCE(day, type, tier, verdict, ''), count(*), array_agg(DISTINCT user_id)
    FROM written GROUP BY GROUPING SETS ((week), (week, day), (week, type), (week, tier), (week, verdict))
    UNION ALL
    SELECT week, 'reason', found.code, sum(found.times::int), array_agg(DISTINCT user_id)
    FROM written, jsonb_each_text(reasons) AS found(code, times) GROUP BY week, found.code
"""
AVERAGES = ("harshness_before", "harshness_after", "clarity_before", "clarity_after")

LAST_DAY = date.max - timedelta(days=7)
"""Of which a week can be made whole, and which has a day after it: the calendar ends soon."""

Week = dict[str, list[Cell]]
"""Its whole (`all`), and its parts by what they are parts by."""


def analytics_of(principal: Principal, *, since: date, until: date) -> AnalyticsSummary:
    """The caller's organization, in the whole weeks that the two days lie in. Raises ValidationFailed for a range that is none or too long."""
    if not timedelta(0) <= until - since < timedelta(days=MOST_DAYS):
        raise ValidationFailed(
            fields=(
                FieldError(
                    "to",
                    "range",
                    _("The end date can't be before the start date, and the period can be at most 92 days."),
                ),
            )
        )
    since, until = whole_weeks(min(since, LAST_DAY), min(until, LAST_DAY))
    weeks = _weeks(principal, since, until)
    counted = [week for week in weeks if week["all"][0].is_enough]
    if not counted:
        return AnalyticsSummary(since, until, people=None, transforms=None)
    return AnalyticsSummary(
        since,
        until,
        people=rounded(len(frozenset[UUID]().union(*(week["all"][0].people for week in counted)))),
        transforms=sum(week["all"][0].transforms for week in counted),
        days=_days(principal, since, until, weeks),
        types=shares(counted, weeks, "type"),
        tiers=shares(counted, weeks, "tier"),
        verdicts=shares(counted, weeks, "verdict"),
        reasons=_reasons(counted),
        terms=frequent_terms(principal, most=TOP_TERMS),
    )


def whole_weeks(since: date, until: date) -> tuple[date, date]:
    """From a Monday until a Sunday, or until today in the week that isn't over."""
    monday, sunday = since - timedelta(days=since.weekday()), until + timedelta(days=6 - until.weekday())
    return monday, min(sunday, max(until, clock.now().date()))


def shares(counted: Iterable[Week], weeks: Iterable[Week], by: str) -> tuple[Share, ...]:
    """The parts of all weeks together, largest first; None for one that is told of no week."""
    sums: dict[str, int] = {}
    for week in counted:
        for cell in publishable(week.get(by, [])):
            sums[cell.name] = sums.get(cell.name, 0) + cell.transforms
    names = sorted({cell.name for week in weeks for cell in week.get(by, [])})
    return tuple(Share(name, sums.get(name)) for name in sorted(names, key=lambda name: -sums.get(name, 0)))


def _reasons(counted: Iterable[Week]) -> tuple[Share, ...]:
    """A message has as many as it likes: they are no parts of a whole, and nothing is worked out from those left out."""
    sums: dict[str, int] = {}
    for week in counted:
        for cell in week.get("reason", []):
            if cell.is_enough:
                sums[cell.name] = sums.get(cell.name, 0) + cell.transforms
    most = sorted(sums, key=lambda name: (-sums[name], name))[:TOP_REASONS]
    return tuple(Share(name, sums[name]) for name in most)


def _weeks(principal: Principal, since: date, until: date) -> list[Week]:
    found: dict[str, Week] = {}
    asked: dict[str, UUID | datetime] = {
        "organization": principal.organization_id,
        "since": _start(since),
        "until": _start(until + timedelta(days=1)),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, asked)
        for week, group, name, transforms, people in cursor.fetchall():
            found.setdefault(week, {}).setdefault(group, []).append(Cell(name, int(transforms), frozenset(people)))
    return list(found.values())


def _days(principal: Principal, since: date, until: date, weeks: list[Week]) -> tuple[DayFigures, ...]:
    figures: dict[str, int | None] = {cell.name: None for week in weeks for cell in week["day"]}
    for week in weeks:
        if week["all"][0].is_enough:
            figures |= {cell.name: cell.transforms for cell in publishable(week["day"])}
    averages = {row.pop("day"): row for row in _averages(principal, since, until)}
    days = (since + timedelta(days=passed) for passed in range((until - since).days + 1))
    return tuple(_day(day, figures.get(day.isoformat(), 0), averages.get(day)) for day in days)


def _day(day: date, transforms: int | None, sums: dict[str, Any] | None) -> DayFigures:
    figures = DayFigures(day, transforms)
    if not transforms or not sums:
        return figures
    return replace(figures, **{name: round(sums[name] / sums["measured"], 4) for name in AVERAGES})


def _averages(principal: Principal, since: date, until: date) -> Iterator[dict[str, Any]]:
    """Sums of each day under the names of what they are sums of, and how many messages they are of."""
    rows = DailySummary.objects.filter(organization_id=principal.organization_id, day__gte=since, day__lte=until)
    sums = rows.values("day").annotate(measured=Sum("transforms"), **{f"{name}_sum": Sum(name) for name in AVERAGES})
    columns = ("day", "measured", *(f"{name}_sum" for name in AVERAGES))
    for found in sums.filter(measured__gt=0).values_list(*columns):
        yield dict(zip(("day", "measured", *AVERAGES), found, strict=True))


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
