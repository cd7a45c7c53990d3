"""Delete the sessions of pages of some people."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from apps.accounts.models import PageSession
from apps.accounts.queries.sessions import named_in


def end_sessions(*, user_ids: Collection[UUID]) -> None:
    """All of theirs, on every device, also those in which somebody still has to show a code.

    Those of sign-ins are listed. Only the others are opened to see whose they are: of visitors and half a sign-in, and of
    the version before until they are used or end.
    """
    PageSession.objects.filter(user__in=user_ids).end()
    wanted = {str(user_id) for user_id in user_ids}
    unlisted = Session.objects.exclude(Exists(PageSession.objects.filter(session=OuterRef("session_key"))))
    theirs = [each.pk for each in unlisted.iterator(2_000) if named_in(each.get_decoded()) in wanted]
    Session.objects.filter(session_key__in=theirs).delete()
