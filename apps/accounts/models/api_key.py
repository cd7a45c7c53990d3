"""Keys for programs. Only a digest is kept, so a lost key can't be shown again."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import ApiKeyDetails, Scope
from apps.accounts.models.organization import Organization
from apps.accounts.models.user import User
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

USE_NOTED_EVERY = timedelta(minutes=1)
SCOPE_CHOICES = tuple((scope.value, scope.value) for scope in Scope)


class ApiKey(models.Model):
    """A key that acts for one user in one organization, within its scopes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="api_keys", verbose_name=_("user"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="api_keys", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("prefix"), max_length=8, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=16, choices=SCOPE_CHOICES), verbose_name=_("scopes"))
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    requires_signature = models.BooleanField(_("requires signatures"), default=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    class Meta:
        db_table = "api_keys"
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ("-id",)
        indexes = (models.Index(fields=["organization", "-id"], name="api_keys_newest_first"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix})"

    def is_expired(self, at: datetime) -> bool:
        """Whether its time had passed at the moment."""
        return self.expires_at is not None and self.expires_at <= at

    def note_use(self, at: datetime) -> None:
        """Remember the use, to the minute: a busy key must not write a row a call."""
        earlier = at - USE_NOTED_EVERY
        if self.last_used_at is None or self.last_used_at <= earlier:
            unnoted = models.Q(last_used_at=None) | models.Q(last_used_at__lte=earlier)
            ApiKey.objects.filter(unnoted, id=self.id).update(last_used_at=at)

    def details(self) -> ApiKeyDetails:
        """The key in plain words, without anything secret."""
        return ApiKeyDetails(
            id=self.id,
            user_id=self.user_id,
            name=self.name,
            prefix=self.prefix,
            scopes=tuple(Scope(scope) for scope in self.scopes),
            created_at=self.created_at,
            expires_at=self.expires_at,
            last_used_at=self.last_used_at,
            requires_signature=self.requires_signature,
        )
