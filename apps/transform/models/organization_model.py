"""A model of an organization's own, in place of the operator's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tonebridge.ids import uuid7
from tonebridge.security.fields import EncryptedTextField


class OrganizationModel(models.Model):
    """One rung of one organization. The key is sealed; prices are dollars a million tokens."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    rung = models.CharField(_("tier"), max_length=10, choices=[("primary", "primary"), ("secondary", "secondary")])
    vendor = models.CharField(_("vendor"), max_length=10, choices=[("openai", "openai"), ("anthropic", "anthropic")])
    model = models.CharField(_("model"), max_length=200)
    base_url = models.CharField(_("address"), max_length=500, default="", blank=True)
    api_key = EncryptedTextField(default="")
    input_price = models.FloatField(_("input price"), default=0.0)
    output_price = models.FloatField(_("output price"), default=0.0)
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("changed"), editable=False)

    class Meta:
        db_table = "organization_models"
        verbose_name = _("organization's model")
        verbose_name_plural = _("organizations' models")
        constraints = (
            models.UniqueConstraint(fields=["organization", "rung"], name="organization_models_once_a_rung"),
            models.CheckConstraint(
                condition=models.Q(rung__in=("primary", "secondary")), name="organization_models_rung_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rung} {self.vendor}:{self.model}"
