"""Who belongs to which organization, and as what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Role
from apps.accounts.models.organization import Organization
from apps.accounts.models.user import User
from tonebridge.ids import uuid7
from tonebridge.resilience import clock

ROLE_CHOICES = (
    (Role.OWNER.value, _("Owner")),
    (Role.ADMIN.value, _("Administrator")),
    (Role.MEMBER.value, _("Member")),
    (Role.VIEWER.value, _("Viewer")),
)


class Membership(models.Model):
    """One person in one organization."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="memberships", verbose_name=_("organization")
    )
    role = models.CharField(_("role"), max_length=16, choices=ROLE_CHOICES, default=Role.MEMBER.value)
    created_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)

    class Meta:
        db_table = "memberships"
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.UniqueConstraint(fields=["user", "organization"], name="memberships_one_a_person"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="memberships_role_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} · {self.role}"
