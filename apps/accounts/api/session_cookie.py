"""The cookie of a page's session that goes on under a new key, in an answer of the API: its middleware is for pages."""

from django.conf import settings
from rest_framework.response import Response

from apps.accounts.actions.renew_session import RenewedSession


def set_session_cookie(response: Response, renewed: RenewedSession) -> None:
    """As pages set it."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        renewed.session_key,
        max_age=renewed.seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
