"""A page's session goes on under a new key: whoever holds the old one gains nothing."""

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.exceptions import SessionInterrupted

from apps.accounts.models import User
from apps.accounts.queries.sessions import AUTHENTICATED
from tonebridge.errors import InvalidToken
from tonebridge.resilience import clock


def renew_session(*, session: SessionBase) -> None:
    """Password or code were given in it right now. Raises InvalidToken where it has ended, also meanwhile. Checks nothing:
    `reauthenticate` does, before.
    """
    if SESSION_KEY not in session:
        raise InvalidToken()
    session[AUTHENTICATED] = clock.now().isoformat()
    _change_key(session)


def keep_session(*, session: SessionBase, user: User) -> None:
    """It fits the password and the session version that its user has by now. Raises InvalidToken where it was ended itself.
    Checks nothing: `end_sign_ins` does, before.
    """
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    _change_key(session)


def _change_key(session: SessionBase) -> None:
    try:
        session.cycle_key()
    except SessionInterrupted as error:
        session.modified = False  # its middleware would save it under a key that it never got
        raise InvalidToken() from error
