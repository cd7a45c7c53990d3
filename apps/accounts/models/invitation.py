"""Who was asked to join an organization."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import InvitationDetails, Role
from apps.accounts.models.api_key import ApiKey
from apps.accounts.models.membership import ROLE_CHOICES, Membership
from apps.accounts.models.organization import Organization
from apps.accounts.models.user import LowerCaseEmailField, User
from apps.accounts.rights import RUNNING
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

OFFERED_ROLES = tuple(choice for choice in ROLE_CHOICES if choice[0] != Role.OWNER.value)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, asked by time."""

    def open(self, at: datetime) -> "InvitationQuerySet":
        """Those that can still be accepted: in time, while whoever sent them runs the organization, and while the key that
        sent them lives.
        """
        in_time = self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)
        return in_time.filter(_sender_runs_organization(), models.Q(sent_with=None) | _key_lives(at))


def _sender_runs_organization() -> models.Exists:
    senders = Membership.objects.filter(user__is_active=True, role__in=RUNNING)
    return models.Exists(
        senders.filter(user=models.OuterRef("invited_by"), organization=models.OuterRef("organization"))
    )


def _key_lives(at: datetime) -> models.Exists:
    """Neither revoked nor past its time: a rotated one ends with its overlap."""
    in_time = models.Q(expires_at=None) | models.Q(expires_at__gt=at)
    return models.Exists(ApiKey.objects.filter(in_time, id=models.OuterRef("sent_with"), revoked_at=None))


class Invitation(models.Model):
    """An offer to one address. The link in the e-mail carries a token, of which only the digest is kept.

    The digest is empty until the e-mail is written, which makes the token: nobody but its reader ever sees it. `sent_with` is
    the API key that invited, None where a person did; an invitation whose key's row is gone is as one whose key has ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="invitations", verbose_name=_("organization")
    )
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sent_with = models.ForeignKey(
        ApiKey, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    email = LowerCaseEmailField(max_length=254)
    role = models.CharField(max_length=16, choices=OFFERED_ROLES)
    language = models.CharField(max_length=2, default="ja")
    digest = models.CharField(max_length=64, default="", db_index=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "invitations"
        indexes = (models.Index(fields=["organization", "-id"], name="invitations_newest_first"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _name in OFFERED_ROLES]), name="invitations_role_is_offered"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)

    def details(self) -> InvitationDetails:
        """The invitation in plain words, without its token."""
        return InvitationDetails(
            id=self.id,
            email=self.email,
            role=Role(self.role),
            created_at=self.created_at,
            expires_at=self.expires_at,
        )
