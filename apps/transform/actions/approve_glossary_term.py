"""Take a word that was proposed into the glossary."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.contracts import GlossaryTermDetails
from apps.transform.queries.glossary import details, own_term
from tonebridge.errors import InsufficientPermissions
from tonebridge.resilience import clock


@transaction.atomic
def approve_glossary_term(*, principal: Principal, term_id: UUID) -> GlossaryTermDetails:
    """Used from the next transform on. Raises EmailNotVerified, NotFound; InsufficientPermissions for those who don't run
    the organization.
    """
    if not principal.may(Scope.ADMIN):
        raise InsufficientPermissions
    ensure_verified(principal, Privilege.GLOSSARY)
    row = own_term(principal, term_id, lock=True)
    row.status, row.updated_at = "approved", clock.now()
    row.save(update_fields=["status", "updated_at"])
    record_audit(principal, "glossary_term.approved", subject=row.id)
    return details(row)
