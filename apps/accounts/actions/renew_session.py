"""A page's session goes on under a new key: whoever holds the old one gains nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.exceptions import SessionInterrupted

from apps.accounts.queries.sessions import AUTHENTICATED, open_session
from apps.accounts.queries.users import active_user
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock


@dataclass(frozen=True)
class RenewedSession:
    """What its cookie holds from now on, and for how many seconds."""

    session_key: str
    seconds: int


def renew_session(*, session_key: str) -> RenewedSession:
    """Of one who has just shown who they are. Raises InvalidToken where it has ended. Checks nothing: `reauthenticate` does,
    before.
    """
    with _renewing(session_key) as session:
        note_authentication(session)
    return _renewed(session)


def keep_session(*, session_key: str) -> RenewedSession:
    """After all sign-ins of its user have ended: this one alone goes on. Raises InvalidToken where it was ended itself."""
    with _renewing(session_key) as session:
        keep(session)
    return _renewed(session)


def note_authentication(session: SessionBase) -> None:
    """Password or code were given in it right now."""
    session[AUTHENTICATED] = clock.now().isoformat()
    session.cycle_key()


def keep(session: SessionBase) -> None:
    """It fits the password and the session version that its user has by now."""
    user = active_user(UUID(session[SESSION_KEY]))
    if user is None:
        raise InvalidToken()
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.cycle_key()


@contextmanager
def _renewing(session_key: str) -> Iterator[SessionBase]:
    """Raises InvalidToken where it has ended, also while it is renewed."""
    session = open_session(session_key)
    if SESSION_KEY not in session:
        raise InvalidToken()
    try:
        yield session
    except SessionInterrupted as error:
        raise InvalidToken() from error


def _renewed(session: SessionBase) -> RenewedSession:
    return RenewedSession(str(session.session_key), session.get_expiry_age())
