"""Who looks at a page, for the web doors of every floor."""

from contextlib import AbstractContextManager
from contextvars import ContextVar

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.credentials import principal_of_session
from tonebridge.callers.shown_credentials import digest_of
from tonebridge.context_vars import bound
from tonebridge.errors import InsufficientPermissions, Unauthorized
from tonebridge.limits.refused_credentials import refused_credentials
from tonebridge.tenancy.identity import enter

_remembered: ContextVar[dict[str, Principal | None] | None] = ContextVar("accounts.visitors", default=None)
"""Who was found on which session while one page is made."""


def visitors_remembered() -> AbstractContextManager[None]:
    """Inside the block `may_change` goes by what `visitor_of` has found."""
    return bound(_remembered, {})


def visitor_of(session_key: str | None) -> Principal | None:
    """Whoever is signed in on the session; None for a visitor. Two queries. The request goes on in their name."""
    member = _holder_of(session_key) if session_key else None
    if member is not None:
        enter(member.organization_id)
    return member


def _holder_of(session_key: str) -> Principal | None:
    """The front door hears whether it was right: the session may go on to its other doors beside a flood of made-up ones."""
    found, shown = principal_of_session(session_key), digest_of("session", session_key)
    right = refused_credentials.right
    (right.add if found else right.drop)(shown)
    if (remembered := _remembered.get()) is not None:
        remembered[session_key] = found
    return found


def may_change(session_key: str | None) -> bool:
    """Whether somebody is signed in whose role may do more than look. Two queries where the page hasn't asked who that is."""
    if session_key is None:
        return False
    remembered = _remembered.get() or {}
    found = remembered[session_key] if session_key in remembered else _holder_of(session_key)
    return found is not None and not found.reads_only


def member_of(session_key: str | None, scope: Scope | None = None) -> Principal:
    """The same for pages that need somebody. Raises Unauthorized, and InsufficientPermissions without the scope."""
    member = visitor_of(session_key)
    if member is None:
        raise Unauthorized
    if scope is not None and not member.may(scope):
        raise InsufficientPermissions
    return member
