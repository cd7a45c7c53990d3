"""Take a word that was found in messages into the glossary, with plain words for it."""

from typing import Literal
from uuid import UUID

from django.db import transaction

from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.actions.add_glossary_term import add_glossary_term
from apps.transform.contracts import GlossaryEntry, GlossaryTermDetails
from apps.transform.queries.found_terms import details, found_term


@transaction.atomic
def approve_found_term(
    *,
    principal: Principal,
    found_id: UUID,
    plain: str,
    definition: str = "",
    kind: Literal["jargon", "forbidden", "preserve"] = "jargon",
) -> GlossaryTermDetails:
    """Used from the next transform on. Raises InsufficientPermissions, EmailNotVerified, NotFound, and what adding a term raises."""
    ensure_verified(principal, Privilege.GLOSSARY)
    found = details(found_term(principal, found_id))
    entry = GlossaryEntry(term=found.term, language=found.language, plain=plain, definition=definition, kind=kind)
    return add_glossary_term(principal=principal, wanted=entry)
