"""Delete an organization with everything in it."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.erase_everything import erase_everything
from apps.accounts.actions.erase_person import erase_person
from apps.accounts.actions.forget_staff_notes import forget_staff_notes
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import Membership, Organization
from apps.accounts.queries.legal_holds import ensure_not_held
from tonebridge.tenancy.system import as_system


def erase_organization(*, organization_id: UUID) -> None:
    """Behind `close_organization`. Commits as it goes and may run again; one that is gone is nothing to do.

    People whom closing has locked out go first: they belonged here alone. A call that was under way may still add a
    row: then the database refuses to let the organization go, and the job tries again. Raises OnHold for one that was
    put under a legal hold meanwhile: its job ends among the dead letters, to be replayed when the hold is lifted.
    """
    with as_system("erase an organization"):
        if not Organization.objects.filter(id=organization_id).exists():
            return
        ensure_not_held(organization_id)
        erase_everything(organization_id=organization_id)
        leaving = Membership.objects.filter(organization=organization_id, user__is_active=False)
        for user_id in list(leaving.values_list("user_id", flat=True)):
            if not Membership.objects.filter(user=user_id).exclude(organization=organization_id).exists():
                erase_person(user_id=user_id)
        _delete(organization_id)


@transaction.atomic
def _delete(organization_id: UUID) -> None:
    Organization.objects.filter(id=organization_id).delete()
    forget_staff_notes(ids=[organization_id])
    append_audit(organization_id=organization_id, actor_id=None, action="organization.erased", subject=organization_id)
