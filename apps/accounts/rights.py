"""Who may change what, beyond the scopes of a call. The one place; doors and verbs both ask here."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import ROLE_SCOPES, Principal, Role, Scope
from tonebridge.errors import InsufficientPermissions, ReauthenticationRequired
from tonebridge.resilience import clock

IN_PERSON = _("This can't be done with an API key. Sign in instead.")
OWNERS_ONLY = _("Only an owner of the organization can do this.")
RUNNING = tuple(role for role, scopes in ROLE_SCOPES.items() if Scope.ADMIN in scopes)
"""The roles of those who run an organization: who has lost them may invite nobody, and nor may what they sent before."""
RECENT = timedelta(minutes=10)
"""For how long a password or a code counts for what changes who gets in, and for what can't be undone."""


def ensure_runs_organization(principal: Principal) -> None:
    """Owners and administrators, or a key of theirs with the scope. Raises InsufficientPermissions."""
    if not principal.may(Scope.ADMIN):
        raise InsufficientPermissions()


def ensure_owns_organization(principal: Principal) -> None:
    """Owners in person, or a key of theirs with the scope. Raises InsufficientPermissions."""
    if principal.role is not Role.OWNER or not principal.may(Scope.ADMIN):
        raise InsufficientPermissions(OWNERS_ONLY)


def ensure_in_person(principal: Principal) -> None:
    """People who have signed in, of any role; no program. Raises InsufficientPermissions."""
    if not is_in_person(principal):
        raise InsufficientPermissions(IN_PERSON)


def is_in_person(principal: Principal) -> bool:
    """Whether somebody has signed in, instead of a program with a key."""
    return not principal.credential.startswith("key:")


def ensure_manages_keys(principal: Principal) -> None:
    """People who may change things, and keys made for administration. Raises InsufficientPermissions.

    A key that could make keys would outlive its own revocation, so an ordinary one can't.
    """
    if principal.reads_only or not (is_in_person(principal) or principal.may(Scope.ADMIN)):
        raise InsufficientPermissions()


def ensure_recently_authenticated(principal: Principal) -> None:
    """People who gave their password or a code within the last ten minutes. Raises ReauthenticationRequired.

    Programs can't: what a key may do was decided by whoever made it, and had just authenticated for that.
    """
    if is_in_person(principal):
        ensure_recent(principal.authenticated_at)


def ensure_recent(authenticated_at: datetime | None) -> None:
    """The same of a moment. Raises ReauthenticationRequired."""
    if authenticated_at is None or authenticated_at + RECENT < clock.now():
        raise ReauthenticationRequired()
