"""Django's middleware for pages: a session that is used goes on, until its last end (`session_store.py`)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.accounts.queries.sessions import USED, moment_in
from apps.accounts.web.session import note_use
from tonebridge.resilience import clock

AT_MOST_EVERY = timedelta(hours=1)


class KeepSessions:
    """Notes a session's use, now and then; asks nothing of the database for pages that didn't look at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.session.accessed and SESSION_KEY in request.session and _is_due(moment_in(request.session, USED)):
            note_use(request)
        return response


def _is_due(used: datetime | None) -> bool:
    every = min(AT_MOST_EVERY, settings.SESSION_IDLE_LIFETIME / 20)
    return used is None or used + every <= clock.now()
