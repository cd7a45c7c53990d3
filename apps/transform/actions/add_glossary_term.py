"""Teach the organization a word."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.contracts import GlossaryEntry, GlossaryTermDetails
from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import MOST_TERMS, details, ensure_says_something, hold_glossary
from tonebridge.errors import AlreadyExists, Conflict
from tonebridge.resilience import clock


@transaction.atomic
def add_glossary_term(*, principal: Principal, wanted: GlossaryEntry) -> GlossaryTermDetails:
    """Used from the next transform on. Raises EmailNotVerified, ValidationFailed for a term to be explained without any words
    for it, AlreadyExists for a term the language has, Conflict when it is full.
    """
    ensure_verified(principal, Privilege.GLOSSARY)
    ensure_says_something(wanted)
    hold_glossary(principal)
    if GlossaryTerm.objects.filter(organization_id=principal.organization_id).count() >= MOST_TERMS:
        raise Conflict(_("The glossary is full. Delete terms you no longer need."))
    now = clock.now()
    try:
        with transaction.atomic():
            row = GlossaryTerm.objects.create(
                organization_id=principal.organization_id,
                term=wanted.term,
                language=wanted.language,
                plain=wanted.plain,
                definition=wanted.definition,
                kind=wanted.kind,
                created_by_id=principal.user_id,
                created_at=now,
                updated_at=now,
            )
    except IntegrityError as error:
        raise AlreadyExists(_("This term is already in the glossary.")) from error
    record_audit(principal, "glossary_term.added", subject=row.id)
    return details(row)
