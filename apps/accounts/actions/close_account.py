"""A person leaves, and everything of theirs goes."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.revoke_credentials import revoke_credentials
from apps.accounts.contracts import Principal, Role
from apps.accounts.models import Membership, User
from apps.accounts.rights import ensure_in_person
from tonebridge.errors import Conflict, FieldError, NotFound, ValidationFailed
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority

WRONG = _("The password isn't right.")
LAST_OWNER = _("You are the only owner of an organization with other members. Hand it over, or delete it, first.")


@transaction.atomic
def close_account(*, principal: Principal, password: str) -> None:
    """Lock the person out now, everywhere, and leave the deleting to jobs, which end within a minute.

    An organization of which nobody else is a member goes with them. Raises InsufficientPermissions for a program,
    ValidationFailed for a wrong password, Conflict for the only owner among others.
    """
    ensure_in_person(principal)
    user = User.objects.select_for_update().filter(id=principal.user_id).first()
    if user is None:
        raise NotFound()
    if not user.check_password(password):
        raise ValidationFailed(fields=(FieldError("password", "wrong", WRONG),))
    memberships = list(Membership.objects.filter(user=user))
    alone = {each.organization_id for each in memberships if _is_alone(each)}
    user.is_active = False
    user.save(update_fields=["is_active"])
    revoke_credentials(user_ids=[user.id])
    record_audit(principal, "account.closed", subject=user.id)
    for membership in memberships:
        _enqueue(user.id, membership.organization_id, whole=membership.organization_id in alone)


def _is_alone(membership: Membership) -> bool:
    """Whether nobody else is there. Raises Conflict where those who stay would have no owner."""
    others = Membership.objects.filter(organization=membership.organization_id).exclude(id=membership.id)
    if not others.exists():
        return True
    if membership.role == Role.OWNER and not others.filter(role=Role.OWNER.value).exists():
        raise Conflict(LAST_OWNER)
    return False


def _enqueue(user_id: UUID, organization_id: UUID, *, whole: bool) -> None:
    payload = {"organization_id": str(organization_id)} | ({} if whole else {"user_id": str(user_id)})
    enqueue_job(
        kind="erase_organization" if whole else "erase_member",
        payload_ids=payload,
        organization_id=organization_id,
        priority=Priority.CRITICAL,
    )
