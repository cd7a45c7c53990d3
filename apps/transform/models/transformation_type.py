"""The seven types as rows: names and one-line explanations that staff may edit."""

from django.db import models


class TransformationTypeRow(models.Model):
    """One type. `code` is the name in the public contract."""

    code = models.CharField(max_length=32, primary_key=True)
    name_ja = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    explanation_ja = models.CharField(max_length=200)
    explanation_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "transformation_types"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.code
