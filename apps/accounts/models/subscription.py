"""Which plan an organization has, over time."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.organization import Organization
from apps.accounts.models.plan import Plan
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Subscriptions, asked by time."""

    def at(self, moment: datetime) -> "SubscriptionQuerySet":
        """Those in force at the moment, the latest first."""
        begun = self.filter(starts_at__lte=moment)
        return begun.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=moment)).order_by("-starts_at")


class Subscription(models.Model):
    """A plan from `starts_at` (included) to `ends_at` (excluded; empty: until further notice)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="subscriptions", verbose_name=_("organization")
    )
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="subscriptions", verbose_name=_("plan"))
    starts_at = models.DateTimeField(_("starts"), default=clock.now)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        db_table = "subscriptions"
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ("-starts_at",)
        indexes = (models.Index(fields=["organization", "-starts_at"], name="subscriptions_by_time"),)
        constraints = (
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(ends_at=None),
                name="subscriptions_one_open",
                violation_error_message=_("Another subscription is still open. Set its end date first."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="subscriptions_end_after_start",
                violation_error_message=_("A subscription must end after it starts."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} · {self.starts_at:%Y-%m-%d}"
