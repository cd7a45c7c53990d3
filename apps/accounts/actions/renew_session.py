"""A page's session whose user has just shown who they are."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from apps.accounts.models import PageSession
from apps.accounts.queries.sessions import AUTHENTICATED, open_session
from tonebridge.resilience import clock


@dataclass(frozen=True)
class RenewedSession:
    """What its cookie holds from now on, and for how many seconds."""

    authenticated_at: datetime
    session_key: str
    seconds: int


@transaction.atomic
def renew_session(*, session_key: str) -> RenewedSession:
    """Goes on under a new key: whoever holds the old one gains nothing. Checks nothing: `reauthenticate` does, before."""
    session, now = open_session(session_key), clock.now()
    listed = PageSession.objects.filter(session=session_key).first()
    session[AUTHENTICATED] = now.isoformat()
    session.cycle_key()
    session.save()
    if listed is not None:
        listed.session_id = str(session.session_key)
        listed.save(force_insert=True)  # the database has deleted it with the old session
    return RenewedSession(now, str(session.session_key), session.get_expiry_age())
