"""What was transformed: history. Partitioned by month; `id` (UUIDv7) tells the month, so one is probed."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from apps.accounts.contracts import Principal
from tonebridge.ids import uuid7_time
from tonebridge.security.fields import EncryptedTextField


class TransformationQuerySet(models.QuerySet["Transformation"]):
    """Reads that say who asks, and touch as few months as they can."""

    def of(self, principal: Principal) -> Self:
        """The caller's own."""
        return self.filter(organization_id=principal.organization_id, user_id=principal.user_id)

    def by_id(self, transformation_id: UUID) -> Self:
        """The one with this id. The time in the id names the millisecond, and so the partition."""
        try:
            made = uuid7_time(transformation_id)
            return self.filter(
                id=transformation_id, created_at__gte=made, created_at__lt=made + timedelta(milliseconds=1)
            )
        except (ValueError, OverflowError):
            return self.none()

    def before(self, created_at: datetime, transformation_id: UUID) -> Self:
        """Those older than a place in the list: the first term prunes months, the second is exact."""
        place = RawSQL("(created_at, id) < (%s, %s)", (created_at, transformation_id), models.BooleanField())
        return self.filter(created_at__lte=created_at).filter(place)


class Transformation(models.Model):
    """One answered transform. Texts are empty where the caller asked for nothing to be kept."""

    pk = models.CompositePrimaryKey("id", "created_at")
    id = models.UUIDField()
    created_at = models.DateTimeField()
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+", db_index=False)
    transformation_type = models.ForeignKey(
        "transform.TransformationTypeRow",
        on_delete=models.PROTECT,
        related_name="+",
        db_column="transformation_type",
        db_index=False,
    )
    intensity = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2)
    tier = models.CharField(max_length=12)
    original_text = EncryptedTextField(default="")
    transformed_text = EncryptedTextField(default="")
    result = EncryptedTextField(default="")
    metadata = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, default="", blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    final_text = EncryptedTextField(default="")
    rejected_changes = models.JSONField(default=list)

    objects = TransformationQuerySet.as_manager()

    class Meta:
        db_table = "transformations"
        indexes = (models.Index(fields=["organization", "user", "-created_at", "-id"], name="transformations_feed"),)
        constraints = (
            models.CheckConstraint(condition=Q(intensity__gte=1, intensity__lte=3), name="transformations_intensity"),
        )

    def __str__(self) -> str:
        return str(self.id)
