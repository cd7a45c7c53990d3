"""Who looks at a page, for the web doors of every floor."""

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.credentials import principal_of_session
from tonebridge.callers.shown_credentials import digest_of
from tonebridge.errors import InsufficientPermissions, Unauthorized
from tonebridge.limits.refused_credentials import refused_credentials
from tonebridge.tenancy.identity import enter


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
    return found


def member_of(session_key: str | None, scope: Scope | None = None) -> Principal:
    """The same for pages that need somebody. Raises Unauthorized, and InsufficientPermissions without the scope."""
    member = visitor_of(session_key)
    if member is None:
        raise Unauthorized
    if scope is not None and not member.may(scope):
        raise InsufficientPermissions
    return member
