"""Who did what, when and from where: rows that are only ever added, each bound to the one before it.

The database itself gives a row its position, binds it and refuses changes (`migrations/0004_audit.py`).
"""

import secrets
from typing import ClassVar

from django.db import models

from apps.accounts.audit_chain import digest_of_address
from apps.accounts.contracts import AuditEntry
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


class AuditRowManager(models.Manager["AuditRow"]):
    """Adds rows; the database refuses everything else, but for forgetting an address."""

    def append(self, **fields: object) -> "AuditRow":
        """Add a row to its organization's chain. Its place is known to the database alone."""
        at, address = clock.now(), str(fields.get("address") or "")[:45]
        salt = secrets.token_bytes(16) if address else None
        sealed = {"address": address or None, "address_salt": salt, "address_digest": digest_of_address(salt, address)}
        return self.create(id=uuid7(at), at=at, **fields | sealed)


class AuditRow(models.Model):
    """One thing that somebody did. Ids and fixed words alone, never a text.

    `organization_id` and `actor_id` are no foreign keys: what was done stays provable when they are gone.
    """

    pk = models.CompositePrimaryKey("id", "at")
    id = models.UUIDField()
    at = models.DateTimeField()
    organization_id = models.UUIDField()
    position = models.BigIntegerField(default=0)
    actor_id = models.UUIDField(null=True)
    credential = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=100, default="")
    request_id = models.CharField(max_length=64, default="")
    address = models.CharField(max_length=45, null=True)
    address_salt = models.BinaryField(null=True)
    address_digest = models.BinaryField()
    previous = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    objects: ClassVar[AuditRowManager] = AuditRowManager()

    class Meta:
        db_table = "audit"
        indexes = (models.Index(fields=["organization_id", "-position"], name="audit_newest_first"),)

    def __str__(self) -> str:
        return f"{self.position} {self.action}"

    def entry(self) -> AuditEntry:
        """The row in plain words."""
        return AuditEntry(
            position=self.position,
            at=self.at,
            organization_id=self.organization_id,
            actor_id=self.actor_id,
            credential=self.credential,
            action=self.action,
            subject=self.subject,
            request_id=self.request_id,
            address=self.address,
            address_digest=bytes(self.address_digest).hex(),
            previous=bytes(self.previous).hex(),
            hash=bytes(self.hash).hex(),
        )


class AuditHead(models.Model):
    """The end of one organization's chain. Its lock is what puts racing writers in a row."""

    organization_id = models.UUIDField(primary_key=True)
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "audit_heads"

    def __str__(self) -> str:
        return f"{self.organization_id} {self.position}"
