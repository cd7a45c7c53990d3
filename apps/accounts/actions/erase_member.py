"""Delete everything of a person in one organization, and the person with the last of it."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.erase_everything import erase_everything
from apps.accounts.actions.erase_people import erase_people
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.models import Membership


def erase_member(*, organization_id: UUID, user_id: UUID) -> None:
    """Behind `close_account`. Commits as it goes and may run again; a member who is gone is nothing to do."""
    membership = Membership.objects.filter(organization=organization_id, user=user_id)
    if not membership.exists():
        return
    erase_everything(organization_id=organization_id, user_id=user_id)
    with transaction.atomic():
        membership.delete()
        erase_people(user_ids=[user_id])
        append_audit(organization_id=organization_id, actor_id=None, action="account.erased", subject=user_id)
