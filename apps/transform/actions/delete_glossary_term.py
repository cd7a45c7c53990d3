"""Take a word out of the glossary."""

from uuid import UUID

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.queries.glossary import own_term


@transaction.atomic
def delete_glossary_term(*, principal: Principal, term_id: UUID) -> None:
    """Gone from the next transform on. Raises EmailNotVerified, NotFound."""
    ensure_verified(principal, Privilege.GLOSSARY)
    own_term(principal, term_id, lock=True).delete()
    record_audit(principal, "glossary_term.deleted", subject=term_id)
