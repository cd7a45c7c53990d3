"""Transforms rolled up by day: what analytics pages read instead of every row."""

from django.db import models


class DailySummary(models.Model):
    """One day of one organization, type and tier. Sums, so that averages of any range come out right."""

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    transformation_type = models.CharField(max_length=32)
    tier = models.CharField(max_length=12)
    transforms = models.PositiveIntegerField(default=0)
    characters = models.PositiveBigIntegerField(default=0)
    processing_ms = models.FloatField(default=0)
    harshness_before = models.FloatField(default=0)
    harshness_after = models.FloatField(default=0)
    clarity_before = models.FloatField(default=0)
    clarity_after = models.FloatField(default=0)

    class Meta:
        db_table = "daily_summaries"
        constraints = (
            models.UniqueConstraint(
                fields=["organization", "day", "transformation_type", "tier"], name="daily_summaries_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.transformation_type}"
