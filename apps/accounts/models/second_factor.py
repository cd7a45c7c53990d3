"""The second factor of a sign-in: an authenticator's secret, and codes for the day that the device is lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.user import User
from tonebridge.ids import uuid7
from tonebridge.resilience import clock
from tonebridge.security.fields import EncryptedTextField


class SecondFactor(models.Model):
    """An authenticator. It counts once a first code from it was shown (`confirmed_at`).

    `last_step` is the time step of the newest code that was accepted: that one and older ones are refused from then
    on. `tries` counts wrong codes since `tries_since`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor", verbose_name=_("user"))
    secret = EncryptedTextField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    tries_since = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table = "second_factors"

    def __str__(self) -> str:
        return str(self.id)


class BackupCode(models.Model):
    """A code that stands in for the authenticator once. `digest` is keyed (`credentials/backup_codes.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="backup_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "backup_codes"
        constraints = (models.UniqueConstraint(fields=["user", "digest"], name="backup_codes_once"),)

    def __str__(self) -> str:
        return str(self.id)
