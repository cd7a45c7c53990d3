"""Delete people who belong nowhere any more."""

from collections.abc import Collection
from uuid import UUID

from apps.accounts.actions.end_sessions import end_sessions
from apps.accounts.actions.forget_staff_notes import forget_staff_notes
from apps.accounts.models import User


def erase_people(*, user_ids: Collection[UUID]) -> None:
    """Those of them who are in no organization, with their pages' sessions. Somebody who belongs elsewhere stays."""
    leaving = list(User.objects.filter(id__in=user_ids, memberships=None))
    ids = [user.id for user in leaving]
    end_sessions(user_ids=ids)
    forget_staff_notes(ids=ids)
    for user in leaving:
        user.delete()
