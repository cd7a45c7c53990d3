"""A word found in an organization's messages, with how often: never whose, and never with a word around it."""

from django.db import models

from tonebridge.ids import uuid7
from tonebridge.security.fields import EncryptedTextField


class FoundTerm(models.Model):
    """Counted anew each day over the last days (`actions/count_terms.py`). Only words that enough people wrote have a row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    term = EncryptedTextField(default="")
    language = models.CharField(max_length=2)
    messages = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    explained = models.BooleanField(default=False)
    dismissed = models.BooleanField(default=False)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "found_terms"
        indexes = (models.Index(fields=["organization", "-people"], name="found_terms_most_first"),)

    def __str__(self) -> str:
        return str(self.id)
