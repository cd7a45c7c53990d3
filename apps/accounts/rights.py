"""Who may change what, beyond the scopes of a call. The one place; doors and verbs both ask here."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal, Role, Scope
from tonebridge.errors import InsufficientPermissions

PEOPLE_ONLY = _("Only a person who signed in may do this, not an API key.")
OWNER_ONLY = _("Only the owner may do this.")


def ensure_is_person(principal: Principal) -> None:
    """Somebody who signed in: a key must not change what its owner signs in with. Raises InsufficientPermissions."""
    if principal.credential.startswith("key:"):
        raise InsufficientPermissions(PEOPLE_ONLY)


def ensure_owns_organization(principal: Principal) -> None:
    """The owner, in person. Raises InsufficientPermissions."""
    ensure_is_person(principal)
    if principal.role is not Role.OWNER:
        raise InsufficientPermissions(OWNER_ONLY)


def ensure_runs_organization(principal: Principal) -> None:
    """Owners and administrators, or a key of theirs with the scope. Raises InsufficientPermissions."""
    if not principal.may(Scope.ADMIN):
        raise InsufficientPermissions()


def ensure_manages_keys(principal: Principal) -> None:
    """People who may change things, and keys made for administration. Raises InsufficientPermissions.

    A key that could make keys would outlive its own revocation, so an ordinary one can't.
    """
    if principal.reads_only or (principal.credential.startswith("key:") and not principal.may(Scope.ADMIN)):
        raise InsufficientPermissions()
