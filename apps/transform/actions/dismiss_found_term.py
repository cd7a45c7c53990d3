"""Say that a word found in messages needs no explaining: it is offered no more."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.queries.found_terms import found_term


@transaction.atomic
def dismiss_found_term(*, principal: Principal, found_id: UUID) -> None:
    """Raises InsufficientPermissions for those who don't run the organization, EmailNotVerified, NotFound."""
    ensure_verified(principal, Privilege.GLOSSARY)
    row = found_term(principal, found_id)
    row.dismissed = True
    row.save(update_fields=["dismissed"])
    record_audit(principal, "found_term.dismissed", subject=row.id)
