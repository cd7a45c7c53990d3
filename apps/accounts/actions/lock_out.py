"""Close an account: nobody enters it any more, and jobs delete it."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.revoke_credentials import revoke_credentials
from apps.accounts.models import Organization, User
from apps.accounts.queries.legal_holds import ensure_held_nowhere
from apps.accounts.queries.members import last_owners, standings_in
from apps.accounts.queries.places import places_of
from tonebridge.errors import Conflict
from tonebridge.queues.actions.enqueue_job import enqueue_job
from tonebridge.queues.contracts import Priority
from tonebridge.tenancy.identity import acting_for

LAST_OWNER = _(
    "You're the only owner of an organization with other members. Transfer ownership or delete the organization first."
)


def lock_out(user: User) -> None:
    """In the caller's transaction. Checks no rights and audits nothing: verbs do.

    An organization of which nobody else is a member goes with them. Raises Conflict for the only owner among others,
    and OnHold where something of theirs has to stay.
    """
    organizations = places_of(user.id)
    _lock(organizations)
    ensure_held_nowhere(organizations)
    alone = [each for each in organizations if is_alone(user.id, each)]
    user.is_active = False
    user.save(update_fields=["is_active"])
    for organization_id in organizations:
        with acting_for(organization_id):
            revoke_credentials(user_ids=[user.id])
    _enqueue(user.id, alone, shared=[each for each in organizations if each not in alone])


def _lock(organizations: Collection[UUID]) -> None:
    """Of two owners who go at once, the second sees that the first has gone. In one order for all, or they'd wait for each other."""
    for organization_id in sorted(organizations):
        with acting_for(organization_id):
            Organization.objects.select_for_update().filter(id=organization_id).first()


def is_alone(user_id: UUID, organization_id: UUID) -> bool:
    """Whether nobody else is there. Raises Conflict where those who stay would have no owner who can sign in."""
    members = standings_in(organization_id)
    others = members.keys() - {user_id}
    if others and last_owners(members, {user_id}):
        raise Conflict(LAST_OWNER)
    return not others


def _enqueue(user_id: UUID, alone: list[UUID], *, shared: list[UUID]) -> None:
    """An organization's job takes people along who belong nowhere else; the person's own is for everybody else."""
    for organization_id in alone:
        _leave_behind("erase_organization", {"organization_id": str(organization_id)}, organization_id)
    if shared:
        _leave_behind("erase_person", {"user_id": str(user_id)}, shared[0])


def _leave_behind(kind: str, payload_ids: dict[str, str], organization_id: UUID) -> None:
    with acting_for(organization_id):
        enqueue_job(kind=kind, payload_ids=payload_ids, organization_id=organization_id, priority=Priority.CRITICAL)
