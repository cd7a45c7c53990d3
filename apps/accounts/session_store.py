"""Sessions of pages: Django's, in its own table, with two ends. Nobody used one for a while, or it began too long ago.

The end is written to the row with each save; `web/keeping_sessions.py` saves those that are used.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import Q

from apps.accounts.models import PageSession
from apps.accounts.queries.sessions import BEGAN, LISTED
from tonebridge.resilience import clock


class SessionStore(DatabaseStore):
    """By the product's one clock. `Any`: Django's own signatures."""

    def get_expiry_date(self, **_: Any) -> datetime:
        """When it ends if nobody uses it any more."""
        idle: datetime = clock.now() + settings.SESSION_IDLE_LIFETIME
        began = self.get(BEGAN)
        return min(idle, datetime.fromisoformat(began) + settings.SIGN_IN_LIFETIME) if began else idle

    def get_expiry_age(self, **_: Any) -> int:
        """The seconds until then: the cookie's life."""
        return max(0, int((self.get_expiry_date() - clock.now()).total_seconds()))

    @transaction.atomic
    def cycle_key(self) -> None:
        """Go on under a new key, with what the session holds now: the old key opens nothing, and in the list of sign-ins
        it stays the same one. Raises SessionInterrupted where it was ended meanwhile: it must not come back.

        Its row in that list is locked before the session itself, as by whoever ends it (`PageSessionQuerySet.end`).
        """
        old, is_somebodys = self.session_key, SESSION_KEY in self
        self.create()
        if old:
            PageSession.objects.filter(session=old).update(session=self.session_key)
            deleted, _by_table = self.model.objects.filter(session_key=old).delete()
            if is_somebodys and not deleted:
                raise SessionInterrupted("The session was ended while it was renewed.")

    def flush(self) -> None:
        """End it, also where it has a new key since it was read. A session without `LISTED` (of the version before) is found by its key."""
        found = PageSession.objects.filter(Q(id=self.get(LISTED)) | Q(session=self.session_key)).values_list(
            "id", flat=True
        )
        PageSession.objects.filter(id__in=list(found)).end()
        super().flush()

    def _get_session_from_db(self) -> Any:
        try:
            return self.model.objects.get(session_key=self.session_key, expire_date__gt=clock.now())
        except (self.model.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None
