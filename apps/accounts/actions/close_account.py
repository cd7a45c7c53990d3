"""A person leaves, and everything of theirs goes."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.authenticate_user import authenticate_user
from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.revoke_credentials import revoke_credentials
from apps.accounts.contracts import Principal, Role
from apps.accounts.models import Membership, User
from apps.accounts.queries.legal_holds import ensure_held_nowhere
from apps.accounts.queries.places import places_of
from apps.accounts.rights import ensure_in_person
from tonebridge.errors import Conflict, FieldError, NotFound, Unauthorized, ValidationFailed
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.tenancy.identity import acting_for

WRONG = _("The password isn't right.")
LAST_OWNER = _("You are the only owner of an organization with other members. Hand it over, or delete it, first.")


def close_account(*, principal: Principal, password: str) -> None:
    """Lock the person out now, everywhere, and leave the deleting to jobs, which end within a minute.

    An organization of which nobody else is a member goes with them. Raises InsufficientPermissions for a program,
    ValidationFailed for a wrong password, RateLimited after too many, Conflict for the only owner among others, OnHold where something of theirs has to stay.
    """
    ensure_in_person(principal)
    user = User.objects.filter(id=principal.user_id).first()
    if user is None:
        raise NotFound()
    try:
        authenticate_user(email=user.email, password=password)
    except Unauthorized as error:
        raise ValidationFailed(fields=(FieldError("password", "wrong", WRONG),)) from error
    _close(principal, user)


@transaction.atomic
def _close(principal: Principal, user: User) -> None:
    organizations = places_of(user.id)
    ensure_held_nowhere(organizations)
    alone = [each for each in organizations if _is_alone(user.id, each)]
    user.is_active = False
    user.save(update_fields=["is_active"])
    for organization_id in organizations:
        with acting_for(organization_id):
            revoke_credentials(user_ids=[user.id])
    record_audit(principal, "account.closed", subject=user.id)
    _enqueue(user.id, alone, shared=[each for each in organizations if each not in alone])


def _is_alone(user_id: UUID, organization_id: UUID) -> bool:
    """Whether nobody else is there. Raises Conflict where those who stay would have no owner."""
    with acting_for(organization_id):
        members = dict(Membership.objects.filter(organization=organization_id).values_list("user_id", "role"))
    role = members.pop(user_id, None)
    if role == Role.OWNER and members and Role.OWNER not in members.values():
        raise Conflict(LAST_OWNER)
    return not members


def _enqueue(user_id: UUID, alone: list[UUID], *, shared: list[UUID]) -> None:
    """An organization's job takes people along who belong nowhere else; the person's own is for everybody else."""
    for organization_id in alone:
        _leave_behind("erase_organization", {"organization_id": str(organization_id)}, organization_id)
    if shared:
        _leave_behind("erase_person", {"user_id": str(user_id)}, shared[0])


def _leave_behind(kind: str, payload_ids: dict[str, str], organization_id: UUID) -> None:
    with acting_for(organization_id):
        enqueue_job(kind=kind, payload_ids=payload_ids, organization_id=organization_id, priority=Priority.CRITICAL)
