"""What was sent by e-mail to prove that somebody reads it. Only a digest is kept: the table opens nothing."""

from django.db import models

from apps.accounts.models.user import LowerCaseEmailField, User
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


class OneTimeToken(models.Model):
    """A token that is good once, until `expires_at`, for one purpose and the address that it was sent to."""

    VERIFY_EMAIL, RESET_PASSWORD = "verify_email", "reset_password"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="one_time_tokens")
    purpose = models.CharField(max_length=16, choices=[(p, p) for p in (VERIFY_EMAIL, RESET_PASSWORD)])
    email = LowerCaseEmailField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "one_time_tokens"

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"
