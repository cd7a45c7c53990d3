"""Calls that may be repeated safely, with the answer that was given."""

from typing import ClassVar

from django.db import connection, models

from apps.accounts.contracts import IdempotencyClaim
from apps.accounts.models.organization import Organization
from apps.accounts.models.user import User
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
from tonebridge.security.fields import EncryptedTextField

INSERT = """
    INSERT INTO idempotency_keys
        (id, organization_id, user_id, key, request_hash, state, lease, content_type, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (organization_id, key) DO NOTHING
"""
"""Waits for a transaction that is inserting the same key, so of racing calls exactly one inserts."""


class IdempotencyKeyManager(models.Manager["IdempotencyKey"]):
    """Lets the database say who came first."""

    def insert(self, fresh: "IdempotencyKey") -> bool:
        """Insert the row of a call that begins, unless the key is there already; says whether it was inserted."""
        values = (
            fresh.id,
            fresh.organization_id,
            fresh.user_id,
            fresh.key,
            fresh.request_hash,
            fresh.state,
            fresh.lease,
            fresh.content_type,
            fresh.created_at,
        )
        with connection.cursor() as cursor:
            cursor.execute(INSERT, values)
            return bool(cursor.rowcount)


class IdempotencyKey(models.Model):
    """One Idempotency-Key of one organization.

    `lease` names the attempt that holds the key: an attempt that lost it to another can't write its answer any more.
    """

    IN_PROGRESS, DONE = "in_progress", "done"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="idempotency_keys")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=[(IN_PROGRESS, IN_PROGRESS), (DONE, DONE)], default=IN_PROGRESS)
    lease = models.UUIDField(default=uuid7)
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=127, default="", blank=True)
    answer = EncryptedTextField(null=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    objects: ClassVar[IdempotencyKeyManager] = IdempotencyKeyManager()

    class Meta:
        db_table = "idempotency_keys"
        constraints = (
            models.UniqueConstraint(fields=["organization", "key"], name="idempotency_keys_one_an_organization"),
        )

    def __str__(self) -> str:
        return f"{self.key} · {self.state}"

    def settle(self, *, status: int, body: str, content_type: str) -> None:
        """Keep the answer; the call is done. On a row that is locked (`queries/idempotency.py`)."""
        self.state, self.status, self.answer, self.content_type = self.DONE, status, body, content_type
        self.save()

    def stored(self) -> IdempotencyClaim:
        """The answer of a call that is done."""
        return IdempotencyClaim(
            kind="stored", status=self.status or 0, body=self.answer or "", content_type=self.content_type
        )
