"""Delete an organization with everything in it."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.erase_everything import erase_everything
from apps.accounts.actions.erase_people import erase_people
from apps.accounts.actions.forget_staff_notes import forget_staff_notes
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import Membership, Organization


def erase_organization(*, organization_id: UUID) -> None:
    """Behind `close_organization`. Commits as it goes and may run again; one that is gone is nothing to do.

    Somebody's call that was under way may still add a row: then the database refuses to let the organization go, and
    the job tries again.
    """
    organization = Organization.objects.filter(id=organization_id).first()
    if organization is None:
        return
    erase_everything(organization_id=organization_id, user_id=None)
    with transaction.atomic():
        members = list(Membership.objects.filter(organization=organization).values_list("user_id", flat=True))
        organization.delete()
        erase_people(user_ids=members)
        forget_staff_notes(ids=[organization_id])
        append_audit(
            organization_id=organization_id, actor_id=None, action="organization.erased", subject=organization_id
        )
