"""Delete the sessions of pages of some people."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_sessions(*, user_ids: Collection[UUID]) -> None:
    """All of theirs, on every device. A session says whose it is only when it is opened, so all are."""
    wanted = {str(user_id) for user_id in user_ids}
    theirs = [each.pk for each in Session.objects.iterator(2_000) if each.get_decoded().get(SESSION_KEY) in wanted]
    Session.objects.filter(pk__in=theirs).delete()
