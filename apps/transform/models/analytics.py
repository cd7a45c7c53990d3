"""Measures of a transform, without a word of its text. Partitioned like `transformations`, by the same moment."""

from django.db import models


class Analytics(models.Model):
    """How one transform went."""

    pk = models.CompositePrimaryKey("id", "transformation_created_at")
    id = models.UUIDField()
    transformation_id = models.UUIDField()
    transformation_created_at = models.DateTimeField()
    transformation = models.ForeignObject(
        "transform.Transformation",
        on_delete=models.CASCADE,
        related_name="analytics",
        from_fields=["transformation_id", "transformation_created_at"],
        to_fields=["id", "created_at"],
    )
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    processing_time_ms = models.FloatField()
    confidence_score = models.FloatField(null=True)
    metrics = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "analytics"
        verbose_name_plural = "analytics"
        indexes = (models.Index(fields=["transformation_id", "transformation_created_at"], name="analytics_parent"),)

    def __str__(self) -> str:
        return str(self.transformation_id)
