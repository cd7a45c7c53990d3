"""Tenants. Everything that is private belongs to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import RETENTION_CHOICES
from apps.accounts.models.json_object import JsonObjectField
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

DEFAULT_RETENTION_DAYS = 30


class Organization(models.Model):
    """A company, a team, or one person working alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    settings = JsonObjectField(_("settings"), default=dict, blank=True)
    retention_days = models.PositiveSmallIntegerField(
        _("retention in days"),
        choices=[(days, str(days)) for days in RETENTION_CHOICES],
        default=DEFAULT_RETENTION_DAYS,
        help_text=_("0 means that no text is kept."),
    )
    no_training = models.BooleanField(
        _("exclude from training"), default=False, help_text=_("This organization's messages aren't used for training.")
    )
    legal_hold = models.BooleanField(
        _("legal hold"),
        default=False,
        help_text=_(
            "While this is on, no messages or people are deleted, whatever the retention period or deletion requests say."
        ),
    )
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        db_table = "organizations"
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(retention_days__in=RETENTION_CHOICES), name="organizations_retention_is_offered"
            ),
        )

    def __str__(self) -> str:
        return self.name
