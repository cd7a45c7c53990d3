"""A page's session in calls of the API, and its cookie where it goes on under a new key: Django's middleware is for pages."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from rest_framework.response import Response

from apps.accounts.contracts import Principal
from apps.accounts.queries.sessions import open_session


def session_of(caller: Principal) -> SessionBase | None:
    """None where a token or a key asks."""
    return open_session(caller.session_key) if caller.session_key is not None else None


def set_session_cookie(response: Response, session: SessionBase) -> None:
    """As pages set it."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        str(session.session_key),
        max_age=session.get_expiry_age(),
        domain=settings.SESSION_COOKIE_DOMAIN,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=settings.SESSION_COOKIE_HTTPONLY,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
