"""The seven types as rows: names and one-line explanations that staff may edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransformationTypeRow(models.Model):
    """One type. `code` is the name in the public contract."""

    code = models.CharField(_("code"), max_length=32, primary_key=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    explanation_ja = models.CharField(_("explanation in Japanese"), max_length=200)
    explanation_en = models.CharField(_("explanation in English"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        db_table = "transformation_types"
        verbose_name = _("transformation type")
        verbose_name_plural = _("transformation types")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.code
