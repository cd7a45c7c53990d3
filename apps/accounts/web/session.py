"""Beginning and ending a session on pages."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from apps.accounts.actions.authenticate_user import REFUSED, authenticate_user
from apps.accounts.actions.note_new_place import note_new_place
from apps.accounts.actions.pass_second_factor import pass_second_factor
from apps.accounts.actions.record_audit import append_audit, record_audit
from apps.accounts.actions.record_page_session import record_page_session
from apps.accounts.actions.renew_session import renew_session
from apps.accounts.credentials.devices import is_device_of, make_device
from apps.accounts.queries.credentials import principal_of_user
from apps.accounts.queries.pages import visitor_of
from apps.accounts.queries.places import NOBODYS
from apps.accounts.queries.second_factors import has_second_factor
from apps.accounts.queries.sessions import AUTHENTICATED, BEGAN, LISTED, USED, WAITING, credential_of_session, moment_in
from apps.accounts.queries.users import active_user
from tonebridge.errors import InvalidToken, Unauthorized
from tonebridge.pages.limits import site_of
from tonebridge.resilience import clock

SIGNED_OUT = "signed-out"
"""The tag of a message that a script of the page passes on to the browser's other tabs."""
SHOWN = "accounts.code_shown"
WAITS_FOR = timedelta(minutes=10)
OLD_DEVICE_COOKIE, DEVICE_DAYS, DEVICE_PATH = "tb_device", 180, "/sign-in/"
"""The name that the cookie had in production before it said that it came over TLS: read until the next sign-in."""


def begin_session(request: HttpRequest, *, email: str, password: str) -> bool:
    """Sign in for this browser, under a new session key; False where a code has to be shown first.

    One answer for a wrong password, an unknown address, a suspended user and one who belongs to no organization (staff
    may belong to none). Raises Unauthorized and RateLimited.
    """
    return let_in(request, authenticate_user(email=email, password=password, device=_device_of(request)).id)


def let_in(request: HttpRequest, user_id: UUID) -> bool:
    """The same for whoever has just given their password. Raises Unauthorized where they may not come in."""
    user = active_user(user_id)
    if user is None or not (user.is_staff or _organization_of(user_id)):
        raise Unauthorized(REFUSED)
    if has_second_factor(user_id):
        request.session.cycle_key()
        since = clock.now().isoformat()
        request.session[WAITING] = {"user": str(user_id), "since": since, "hash": user.get_session_auth_hash()}
        return False
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    _record_beginning(request, user_id)
    return True


def show_code(request: HttpRequest, *, code: str) -> None:
    """The second step: of a sign-in that waits for it, or of a session that has shown no code yet.

    Raises Unauthorized where nobody waits or the code isn't right, RateLimited after five wrong ones.
    """
    user_id = waiting_user(request)
    user = active_user(user_id) if user_id else None
    if user is None:
        raise Unauthorized(REFUSED)
    pass_second_factor(user_id=user.id, code=code, signing_in=not request.user.is_authenticated)
    request.session.pop(WAITING, None)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    note_code(request)
    request.session.cycle_key()
    _record_beginning(request, user.id)


def end_session(request: HttpRequest) -> None:
    """Sign out of this browser."""
    visitor = visitor_of(request.session.session_key)
    logout(request)
    if visitor is not None:
        record_audit(visitor, "session.ended")


def clear_site_data(response: HttpResponseBase) -> None:
    """What pages showed and kept goes from this browser, for whoever uses it next. Not its cookies: the session's has gone
    already, and the language, and that this device is known, are no secrets of whoever signed out.
    """
    response["Clear-Site-Data"] = '"cache", "storage"'


def _record_beginning(request: HttpRequest, user_id: UUID) -> None:
    """In the organization that the session speaks for; staff may belong to none."""
    credential = credential_of_session(str(request.session.session_key))
    chain = _organization_of(user_id) or NOBODYS
    append_audit(organization_id=chain, actor_id=user_id, credential=credential, action="session.began")
    note_new_place(user_id=user_id, chain=chain, credential=credential, knows_device=_knows_device(request))


def _knows_device(request: HttpRequest) -> bool:
    """Whether this browser has signed in to the account before."""
    user = active_user(signed_in_user(request))
    return user is not None and is_device_of(_device_of(request), user.email)


def waiting_user(request: HttpRequest) -> UUID | None:
    """Who has to show a code: whoever gave their password a short while ago, or is signed in already."""
    if request.user.is_authenticated:
        return UUID(str(request.user.pk))
    waiting = request.session.get(WAITING)
    if not waiting or datetime.fromisoformat(waiting["since"]) + WAITS_FOR <= clock.now():
        return None
    user = active_user(UUID(waiting["user"]))
    holds = user is not None and constant_time_compare(waiting["hash"], user.get_session_auth_hash())
    return UUID(waiting["user"]) if holds else None


def signed_in_user(request: HttpRequest) -> UUID:
    """Who is signed in, also one who belongs to no organization. Raises Unauthorized."""
    if not request.user.is_authenticated:
        raise Unauthorized()
    return UUID(str(request.user.pk))


def note_sign_in(request: HttpRequest) -> None:
    """Somebody has just signed in, which counts as showing who they are. Another factor in the same session begins none."""
    session = request.session
    if not session.session_key:  # it was another's, and is made anew
        session.create()
    now = clock.now().isoformat()
    session.setdefault(BEGAN, now)
    session[AUTHENTICATED] = now
    note_use(request)


def note_authentication(request: HttpRequest) -> None:
    """Somebody has just shown once more who they are. The session goes on under a new key."""
    renew_session(session=request.session)
    note_use(request)


def note_use(request: HttpRequest) -> None:
    """The session is used, and goes on, unless it has been ended meanwhile."""
    session, now = request.session, clock.now()
    began = moment_in(session, BEGAN) or now
    listed = record_page_session(
        session_key=str(session.session_key),
        user_id=UUID(session[SESSION_KEY]),
        began_at=began,
        used_at=now,
        user_agent=request.headers.get("User-Agent", ""),
        site=site_of(request),
    )
    if listed is not None:
        session[BEGAN], session[USED], session[LISTED] = began.isoformat(), now.isoformat(), str(listed)


def authenticated_at(request: HttpRequest) -> datetime | None:
    """As a principal's; for verbs of people who may belong to no organization."""
    return moment_in(request.session, AUTHENTICATED)


def note_code(request: HttpRequest) -> None:
    """Remember that a code was shown in this session. It opens more from now on, so its key is new: callers see to it."""
    request.session[SHOWN] = str(request.user.pk)


def has_shown_code(request: HttpRequest) -> bool:
    """Whether whoever is signed in has shown a code in this session, and still has a second factor."""
    return request.session.get(SHOWN) == str(request.user.pk) and has_second_factor(UUID(str(request.user.pk)))


def remember_device(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let this browser try apart from strangers who guess at the account: once whoever is signed in has proven that
    the address is theirs. Others would try at another's account, or learn by it whether the address was free.
    """
    user = active_user(signed_in_user(request))
    if user is None or user.email_verified_at is None:
        return
    if settings.DEVICE_COOKIE_NAME != OLD_DEVICE_COOKIE and OLD_DEVICE_COOKIE in request.COOKIES:
        response.delete_cookie(OLD_DEVICE_COOKIE, path=DEVICE_PATH)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        make_device(user.email),
        max_age=DEVICE_DAYS * 86_400,
        path=DEVICE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device_of(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.DEVICE_COOKIE_NAME) or request.COOKIES.get(OLD_DEVICE_COOKIE, "")


def _organization_of(user_id: UUID) -> UUID | None:
    """Which one a session of theirs speaks for."""
    try:
        return principal_of_user(user_id, credential="session:new").organization_id
    except InvalidToken:
        return None
