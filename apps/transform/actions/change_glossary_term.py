"""Correct a word of the glossary."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.contracts import GlossaryTermDetails
from apps.transform.queries.glossary import details, ensure_says_something, hold_glossary, own_term
from tonebridge.errors import AlreadyExists, InsufficientPermissions
from tonebridge.resilience import clock

SAYING = frozenset({"kind", "plain", "definition"})
"""Fields that make a term say something: one that says nothing already can still be renamed or approved."""


@transaction.atomic
def change_glossary_term(*, principal: Principal, term_id: UUID, changes: dict[str, str]) -> GlossaryTermDetails:
    """Change the named fields. Raises EmailNotVerified, NotFound, AlreadyExists, ValidationFailed where no words are left for a term
    to be explained; InsufficientPermissions for a status, which is decided by those who run the organization.
    """
    if "status" in changes and not principal.may(Scope.ADMIN):
        raise InsufficientPermissions
    ensure_verified(principal, Privilege.GLOSSARY)
    hold_glossary(principal)
    row = own_term(principal, term_id, lock=True)
    for name, value in changes.items():
        setattr(row, name, value)
    if not SAYING.isdisjoint(changes):
        ensure_says_something(row)
    row.updated_at = clock.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyExists(_("This term is already in the glossary.")) from error
    record_audit(principal, "glossary_term.changed", subject=row.id)
    return details(row)
