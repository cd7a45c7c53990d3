"""Sign-ins. All tokens that descend from one sign-in are a family, and only its newest refresh token works."""

from datetime import datetime

from django.conf import settings
from django.db import models

from apps.accounts.models.organization import Organization
from apps.accounts.models.user import User
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


class TokenFamily(models.Model):
    """One sign-in. `current_token` is the id of the one refresh token that may still be spent.

    A row a sign-in, instead of a row a token: spending is one conditional UPDATE, which exactly one of any number of
    racing callers wins, and no token is ever stored.

    `created_at` is also when the person gave password and code: refreshing asks for neither. `expires_at` is when it ends
    unless it is refreshed before, `ends_at` when it ends in any case; rows of a version before have none of the latter.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="token_families")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="token_families")
    current_token = models.UUIDField(default=uuid7)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    client = models.CharField(max_length=40, blank=True, default="", db_default="")
    site = models.CharField(max_length=64, blank=True, default="", db_default="")

    class Meta:
        db_table = "token_families"

    def __str__(self) -> str:
        return str(self.id)

    @property
    def last_end(self) -> datetime:
        """When it ends, however much it is used."""
        end: datetime = self.ends_at or self.created_at + settings.SIGN_IN_LIFETIME
        return end
