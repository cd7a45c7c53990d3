"""Tenants. Everything that is private belongs to one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import RETENTION_CHOICES
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

DEFAULT_RETENTION_DAYS = 30


class Organization(models.Model):
    """A company, a team, or one person working alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    retention_days = models.PositiveSmallIntegerField(
        _("retention in days"),
        choices=[(days, str(days)) for days in RETENTION_CHOICES],
        default=DEFAULT_RETENTION_DAYS,
        help_text=_("0 keeps no text at all."),
    )
    no_training = models.BooleanField(
        _("no training"), default=False, help_text=_("Nothing is learned from this organization's messages.")
    )
    legal_hold = models.BooleanField(
        _("legal hold"),
        default=False,
        help_text=_("Its messages and people stay while it is on, whatever retention and requests to delete say."),
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
