"""Plans are data: staff edit them, and the next call obeys."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import PlanLimits

FREE = "free"
"""The plan of everyone who has no other."""


class Plan(models.Model):
    """Limits under a name. An empty limit means unlimited."""

    code = models.SlugField(_("code"), primary_key=True, max_length=40)
    name = models.CharField(_("name"), max_length=80)
    per_minute = models.PositiveIntegerField(_("requests per minute"), null=True, blank=True)
    per_day = models.PositiveIntegerField(_("messages per day"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=True, help_text=_("Offered to customers."))

    class Meta:
        db_table = "plans"
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = (models.F("per_day").asc(nulls_last=True), "code")

    def __str__(self) -> str:
        return self.name

    def limits(self) -> PlanLimits:
        """The plan in plain words."""
        return PlanLimits(code=self.code, per_minute=self.per_minute, per_day=self.per_day)
