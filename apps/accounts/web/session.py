"""Beginning and ending a session on pages."""

from dataclasses import replace

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.actions.sign_in import REFUSED
from apps.accounts.queries.credentials import principal_of_user
from apps.accounts.queries.pages import visitor_of
from apps.accounts.queries.sessions import credential_of_session
from tonebridge.errors import InvalidToken, Unauthorized
from tonebridge.pages.limits import site_of, spend
from tonebridge.resilience.token_bucket import Rate

TRIES = (Rate(10, 60), Rate(30, 3600))
"""How often one address may try: as often as through the API."""


def begin_session(request: HttpRequest, *, email: str, password: str) -> None:
    """Sign in for this browser, under a new session key. Raises Unauthorized.

    One answer for a wrong password, an unknown address, a suspended user and one who belongs to no organization.
    """
    user = authenticate(request, username=email, password=password)
    if user is None:
        raise Unauthorized(REFUSED)
    try:
        principal = principal_of_user(user.pk, credential="session:new")
    except InvalidToken as error:
        raise Unauthorized(REFUSED) from error
    login(request, user)
    key = str(request.session.session_key)
    record_audit(replace(principal, credential=credential_of_session(key)), "session.began")


def end_session(request: HttpRequest) -> None:
    """Sign out of this browser."""
    visitor = visitor_of(request.session.session_key)
    logout(request)
    if visitor is not None:
        record_audit(visitor, "session.ended")


def spend_try(request: HttpRequest, door: str) -> None:
    """Count a try of this address at `door`. Raises RateLimited."""
    spend(f"{door}:{site_of(request)}", *TRIES)
