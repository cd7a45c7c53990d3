"""How much an organization used, by minute, day and month (UTC)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import connection, models

from apps.accounts.contracts import Period
from apps.accounts.models.organization import Organization

ADD = """
    INSERT INTO usage_counters AS counted (organization_id, period, starts_at, used, characters)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (organization_id, period, starts_at) DO UPDATE
    SET used = counted.used + EXCLUDED.used, characters = counted.characters + EXCLUDED.characters
    WHERE %s::bigint IS NULL OR counted.used + EXCLUDED.used <= %s
"""
"""An upsert that only happens while the sum stays within the limit. A row that is being changed by someone else is waited
for and compared as they left it, so the limit is exact under any concurrency."""


class UsageCounterManager(models.Manager["UsageCounter"]):
    """Counts in the database, never in Python."""

    def add(
        self,
        organization_id: UUID,
        period: Period,
        starts_at: datetime,
        *,
        calls: int,
        characters: int,
        limit: int | None,
    ) -> bool:
        """Count unless that would pass the limit; says whether it was counted."""
        if limit is not None and calls > limit:
            return False
        with connection.cursor() as cursor:
            cursor.execute(ADD, [organization_id, period.value, starts_at, calls, characters, limit, limit])
            return bool(cursor.rowcount)


class UsageCounter(models.Model):
    """Calls and code points of one organization in one period, which begins at `starts_at`."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="usage_counters")
    period = models.CharField(max_length=8, choices=[(period.value, period.value) for period in Period])
    starts_at = models.DateTimeField()
    used = models.BigIntegerField(default=0)
    characters = models.BigIntegerField(default=0)

    objects: ClassVar[UsageCounterManager] = UsageCounterManager()

    class Meta:
        db_table = "usage_counters"
        constraints = (
            models.UniqueConstraint(fields=["organization", "period", "starts_at"], name="usage_counters_one_a_period"),
        )

    def __str__(self) -> str:
        return f"{self.period} {self.starts_at:%Y-%m-%dT%H:%M}: {self.used}"
