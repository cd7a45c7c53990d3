"""How much an organization used, by minute, day and month (UTC)."""

from datetime import datetime
from uuid import UUID

from django.db import models

from apps.accounts.contracts import Period
from apps.accounts.models.organization import Organization
from tonebridge.statements.together import Part

ADD = """
    INSERT INTO usage_counters AS counted (organization_id, period, starts_at, used, characters)
    SELECT %s, %s, %s, %s, %s {source} WHERE %s
    ON CONFLICT (organization_id, period, starts_at) DO UPDATE
    SET used = counted.used + EXCLUDED.used, characters = counted.characters + EXCLUDED.characters
    WHERE %s::bigint IS NULL OR counted.used + EXCLUDED.used <= %s
    RETURNING 1
"""
"""An upsert that only happens while the sum stays within the limit. A row that is being changed by someone else is waited
for and compared as they left it, so the limit is exact under any concurrency."""


def adding(
    name: str,
    organization_id: UUID,
    period: str,
    starts_at: datetime,
    calls: int,
    characters: int,
    *,
    limit: int | None = None,
    after: str = "",
) -> Part:
    """Count unless that would pass the limit, and only where `after` has happened: one row where it was counted."""
    possible = limit is None or calls <= limit
    values = (organization_id, period, starts_at, calls, characters, possible, limit, limit)
    return Part(name, ADD.format(source=f"FROM {after}" if after else ""), values)


class UsageCounter(models.Model):
    """Calls and code points of one organization in one period, which begins at `starts_at`."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="usage_counters")
    period = models.CharField(max_length=8, choices=[(period.value, period.value) for period in Period])
    starts_at = models.DateTimeField()
    used = models.BigIntegerField(default=0)
    characters = models.BigIntegerField(default=0)

    class Meta:
        db_table = "usage_counters"
        constraints = (
            models.UniqueConstraint(fields=["organization", "period", "starts_at"], name="usage_counters_one_a_period"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.starts_at:%Y-%m-%dT%H:%M}: {self.used}"
