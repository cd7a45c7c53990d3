"""Whose a session of pages is, for the list of one's sign-ins: Django's own table says it only when it is opened."""

from datetime import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction

from apps.accounts.models.user import User
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


class PageSessionQuerySet(models.QuerySet["PageSession"]):
    """Browsers that are signed in."""

    @transaction.atomic
    def end(self) -> int:
        """Delete their sessions, and so them. How many those were.

        The rows are locked before the sessions, as by whoever renews one (`session_store.py`): neither waits for the other in
        a circle, and a session that has a new key by then is deleted under that one.
        """
        keys = list(self.select_for_update().order_by("id").values_list("session_id", flat=True))
        deleted, _by_table = Session.objects.filter(session_key__in=keys).delete()
        return deleted


class PageSession(models.Model):
    """A browser that is signed in. Goes with its session and with its user, whoever deletes those: the database sees to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.OneToOneField(Session, models.DO_NOTHING, related_name="+", db_constraint=False)
    user = models.ForeignKey(User, models.DO_NOTHING, related_name="+", db_constraint=False)
    client = models.CharField(max_length=40, blank=True)
    site = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(default=clock.now)

    objects = PageSessionQuerySet.as_manager()

    class Meta:
        db_table = "page_sessions"

    def __str__(self) -> str:
        return str(self.id)

    @property
    def last_end(self) -> datetime:
        """When it ends, however much it is used (`session_store.py`)."""
        end: datetime = self.created_at + settings.SIGN_IN_LIFETIME
        return end
