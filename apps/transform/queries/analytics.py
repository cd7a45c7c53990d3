"""How an organization writes. Nothing is told that stands for fewer than `FEWEST` people, nor what could be worked out.

Days are UTC. Two queries: counts from the messages themselves, whose people are counted, and averages from daily sums.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.contracts import AnalyticsSummary, DayFigures, Share
from apps.transform.models import DailySummary
from tonebridge.errors import FieldError, ValidationFailed

FEWEST = 5
MOST_DAYS = 92
TOP_REASONS = 8
COUNTS = """
    WITH written AS MATERIALIZED (
        SELECT t.user_id, (t.created_at AT TIME ZONE 'UTC')::date::text AS day, t.transformation_type AS type, t.tier,
               t.verdict, a.metrics -> 'reasons' AS reasons
        FROM transformations t LEFT JOIN analytics a
          ON a.transformation_id = t.id AND a.transformation_created_at = t.created_at
        WHERE t.organization_id = %(organization)s AND t.created_at >= %(since)s AND t.created_at < %(until)s
    )
    SELECT CASE WHEN GROUPING(day) = 0 THEN 'day' WHEN GROUPING(type) = 0 THEN 'type' WHEN GROUPING(tier) = 0 THEN 'tier'
                WHEN GROUPING(verdict) = 0 THEN 'verdict' ELSE 'all' END,
           COALESCE(day, type, tier, verdict, ''), count(*), count(DISTINCT user_id)
    FROM written GROUP BY GROUPING SETS ((), (day), (type), (tier), (verdict))
    UNION ALL
    SELECT 'reason', found.code, sum(found.times::int), count(DISTINCT user_id)
    FROM written, jsonb_each_text(reasons) AS found(code, times) GROUP BY found.code
"""
AVERAGES = ("harshness_before", "harshness_after", "clarity_before", "clarity_after")


@dataclass(frozen=True)
class _Count:
    name: str
    transforms: int
    people: int


def analytics_of(principal: Principal, *, since: date, until: date) -> AnalyticsSummary:
    """The caller's organization, both days within. Raises ValidationFailed for a range that is none or too long."""
    if not timedelta(0) <= until - since < timedelta(days=MOST_DAYS):
        raise ValidationFailed(
            fields=(FieldError("to", "range", _("Choose two days in order, at most 92 days apart.")),)
        )
    counts = _counts(principal, since, until)
    everything = next(iter(counts["all"]))
    if everything.people < FEWEST:
        return AnalyticsSummary(since, until, people=None, transforms=None)
    return AnalyticsSummary(
        since,
        until,
        people=everything.people,
        transforms=everything.transforms,
        days=_days(principal, since, until, counts.get("day", [])),
        types=shares(counts.get("type", [])),
        tiers=shares(counts.get("tier", [])),
        verdicts=shares(counts.get("verdict", [])),
        reasons=tuple(Share(each.name, each.transforms) for each in _told(counts.get("reason", [])))[:TOP_REASONS],
    )


def shares(counts: Iterable[_Count]) -> tuple[Share, ...]:
    """The parts of a whole, largest first. A part of few people is not told, nor what the rest of the whole would tell."""
    found = sorted(counts, key=lambda each: -each.transforms)
    told = _told(found)
    if len(told) == len(found) - 1:  # the one left out would be the whole without the others
        told = told[:-1]
    return tuple(Share(each.name, each.transforms if each in told else None) for each in found)


def _told(counts: Iterable[_Count]) -> list[_Count]:
    enough = [each for each in counts if each.people >= FEWEST]
    return sorted(enough, key=lambda each: -each.transforms)


def _counts(principal: Principal, since: date, until: date) -> dict[str, list[_Count]]:
    found: dict[str, list[_Count]] = {}
    asked: dict[str, UUID | datetime] = {
        "organization": principal.organization_id,
        "since": _start(since),
        "until": _start(until + timedelta(days=1)),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, asked)
        for group, name, transforms, people in cursor.fetchall():
            found.setdefault(group, []).append(_Count(name, transforms, people))
    return found


def _days(principal: Principal, since: date, until: date, counts: list[_Count]) -> tuple[DayFigures, ...]:
    told = {share.name: share.transforms for share in shares(counts)}
    averages = {row.pop("day"): row for row in _averages(principal, since, until)}
    days = (since + timedelta(days=passed) for passed in range((until - since).days + 1))
    return tuple(_day(day, told.get(day.isoformat(), 0), averages.get(day)) for day in days)


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
