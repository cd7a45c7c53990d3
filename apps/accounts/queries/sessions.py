"""Django's sessions, read without a request: whose they are, and whether they still hold."""

import hashlib
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from apps.accounts.models import User

FORM = re.compile(r"[0-9a-z]{8,64}", re.ASCII)


@dataclass(frozen=True)
class SessionClaim:
    """What a session says about its user. `auth_hash` ends with the password it was made under."""

    user_id: UUID
    auth_hash: str

    def holds_for(self, row: Any) -> bool:
        """Whether password and session version of a row with standing are those of the sign-in; secret keys may rotate."""
        user = User(password=row.standing_password, session_version=row.standing_session_version)
        known = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
        return any(constant_time_compare(self.auth_hash, one) for one in known)


def read_session(session_key: str) -> SessionClaim | None:
    """What a live session says; None for a visitor, an ended session or something that is no session key. One query."""
    if not FORM.fullmatch(session_key):
        return None
    session = _store()(session_key)
    try:
        return SessionClaim(UUID(session[SESSION_KEY]), str(session[HASH_SESSION_KEY]))
    except (KeyError, ValueError):
        return None


def credential_of_session(session_key: str) -> str:
    """A name for the session that isn't its secret."""
    return "session:" + hashlib.sha256(session_key.encode()).hexdigest()[:32]


def _store() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store
