"""Django's sessions, read without a request: whose they are, and whether they still hold."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from apps.accounts.models import User
from tonebridge.resilience import clock

BEGAN, AUTHENTICATED, USED = "accounts.began", "accounts.authenticated", "accounts.used"
"""Moments that a session holds: its sign-in, when password or code were last given, and when it was last used, roughly."""
LISTED = "accounts.listed"
"""The id of its row in the list of sign-ins, which stays the same under any key."""
WAITING = "accounts.waiting"
"""Of whom a session knows the password, and waits for a code: `user`, `since` and `hash`, as of a sign-in."""
FORM = re.compile(r"[0-9a-z]{8,64}", re.ASCII)


@dataclass(frozen=True)
class SessionClaim:
    """What a session says about its user. `auth_hash` ends with the password it was made under; `authenticated_at` is when
    password or code were last given.
    """

    user_id: UUID
    auth_hash: str
    authenticated_at: datetime | None = None

    def holds_for(self, row: Any) -> bool:
        """Whether password and session version of a row with standing are those of the sign-in."""
        return self.is_of(User(password=row.standing_password, session_version=row.standing_session_version))

    def is_of(self, user: User) -> bool:
        """Whether password and session version are those of the sign-in; secret keys may rotate."""
        known = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
        return any(constant_time_compare(self.auth_hash, one) for one in known)


def read_session(session_key: str) -> SessionClaim | None:
    """What a live session says; None for a visitor, an ended session or something that is no session key. One query."""
    if not FORM.fullmatch(session_key):
        return None
    return _claim_of(open_session(session_key))


def open_session(session_key: str) -> SessionBase:
    """The session itself, for verbs. It asks the database when it is looked into."""
    return _store()(session_key)


def read_sessions(session_keys: Collection[str]) -> dict[str, SessionClaim]:
    """The same for many, of those that live and say something. One query."""
    rows = Session.objects.filter(session_key__in=session_keys, expire_date__gt=clock.now()) if session_keys else ()
    claims = {row.session_key: _claim_of(row.get_decoded()) for row in rows}
    return {key: claim for key, claim in claims.items() if claim}


def _claim_of(said: Any) -> SessionClaim | None:
    try:
        return SessionClaim(UUID(said[SESSION_KEY]), str(said[HASH_SESSION_KEY]), moment_in(said, AUTHENTICATED))
    except (KeyError, ValueError):
        return None


def named_in(said: Any) -> str | None:
    """The id of the user whose session it is, or who has to show a code in it; None for a visitor's."""
    name: str | None = said.get(SESSION_KEY) or said.get(WAITING, {}).get("user")
    return name


def moment_in(said: Any, name: str) -> datetime | None:
    """One of the moments that a session holds. `Any`: a session, or what it says. Raises ValueError."""
    found = said.get(name)
    return datetime.fromisoformat(found) if found else None


def is_session_of(session: SessionBase, user: User) -> bool:
    """Whether the user, as they stand now, is signed in on it."""
    claim = _claim_of(session)
    return claim is not None and claim.user_id == user.id and user.is_active and claim.is_of(user)


def credential_of_session(session_key: str) -> str:
    """A name for the session that isn't its secret."""
    return "session:" + hashlib.sha256(session_key.encode()).hexdigest()[:32]


def _store() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store
