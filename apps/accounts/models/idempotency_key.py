"""Calls that may be repeated safely, with the answer that was given."""

from django.db import models

from apps.accounts.contracts import IdempotencyClaim
from apps.accounts.models.organization import Organization
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
from tonebridge.security.fields import EncryptedTextField


class IdempotencyKey(models.Model):
    """One Idempotency-Key of one organization.

    `lease` names the attempt that holds the key: an attempt that lost it to another can't write its answer any more.
    """

    IN_PROGRESS, DONE = "in_progress", "done"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=[(IN_PROGRESS, IN_PROGRESS), (DONE, DONE)], default=IN_PROGRESS)
    lease = models.UUIDField(default=uuid7)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=127, default="", blank=True)
    answer = EncryptedTextField(null=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        db_table = "idempotency_keys"
        constraints = (
            models.UniqueConstraint(fields=["organization", "key"], name="idempotency_keys_one_an_organization"),
        )

    def __str__(self) -> str:
        return f"{self.key} · {self.state}"

    def stored(self) -> IdempotencyClaim:
        """The answer of a call that is done."""
        return IdempotencyClaim(
            kind="stored", status=self.status or 0, body=self.answer or "", content_type=self.content_type
        )
