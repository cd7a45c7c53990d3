"""An organization's words."""

from django.db import models
from django.db.models.functions import Lower

from tonebridge.ids import uuid7


class GlossaryTerm(models.Model):
    """A term, and what stands for it or explains it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=100)
    language = models.CharField(max_length=2)
    plain = models.CharField(max_length=200, default="", blank=True)
    definition = models.CharField(max_length=1000, default="", blank=True)
    kind = models.CharField(max_length=10, default="jargon")
    status = models.CharField(max_length=10, default="approved")
    created_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "glossary_terms"
        constraints = (models.UniqueConstraint("organization", "language", Lower("term"), name="glossary_terms_once"),)

    def __str__(self) -> str:
        return self.term
