"""Delete a person with everything of theirs, in every organization that they ever worked in."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.end_sessions import end_sessions
from apps.accounts.actions.erase_everything import erase_everything
from apps.accounts.actions.forget_staff_notes import forget_staff_notes
from apps.accounts.actions.record_audit import append_audit
from apps.accounts.actions.send_account_deleted import send_account_deleted
from apps.accounts.models import Membership, User
from apps.accounts.queries.legal_holds import ensure_held_nowhere
from apps.accounts.queries.places import places_of
from tonebridge.tenancy.system import as_system


def erase_person(*, user_id: UUID) -> None:
    """Behind `close_account`. Commits as it goes and may run again; somebody who is gone is nothing to do.

    Only people who were locked out before: one who may still sign in would write while we delete. Raises OnHold where
    one of their organizations was put under a legal hold meanwhile. A confirmed address is written to once all is gone.
    """
    with as_system("erase a person"):
        user = User.objects.filter(id=user_id, is_active=False).first()
        if user is not None:
            ensure_held_nowhere(places_of(user_id))
            erase_everything(user_id=user_id)
            _delete(user)
    if user is not None and user.email_verified:
        send_account_deleted(email=user.email, language=user.language)


@transaction.atomic
def _delete(user: User) -> None:
    organizations = list(Membership.objects.filter(user=user).values_list("organization_id", flat=True))
    end_sessions(user_ids=[user.id])
    forget_staff_notes(ids=[user.id])
    subject = user.id
    user.delete()
    for organization_id in organizations:
        append_audit(organization_id=organization_id, actor_id=None, action="account.erased", subject=subject)
