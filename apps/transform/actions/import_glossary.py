"""Teach the organization many words at once, from a CSV file."""

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.contracts import GlossaryEntry, GlossaryImport
from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import hold_glossary
from apps.transform.queries.glossary_file import key_of, known_terms, planned
from tonebridge.resilience import clock


@transaction.atomic
def import_glossary(*, principal: Principal, content: bytes | str) -> GlossaryImport:
    """Add the terms that are new and change those that the glossary has. Lines that can't be used are told, not taken.

    The file is CSV with a header that has `term` and `language`, or what they are called in Japanese; `plain`, `definition`
    and `kind` may follow (`queries/glossary_columns.yaml`). Raises EmailNotVerified, and ValidationFailed for a file that isn't that, or that
    would overfill the glossary.
    """
    ensure_verified(principal, Privilege.GLOSSARY)
    hold_glossary(principal)
    known = known_terms(principal, lock=True)
    plan = planned(content, known)
    changed = [_changed(known[key_of(entry)], entry) for entry in plan.changed]
    added = [_new(principal, entry) for entry in plan.added]
    GlossaryTerm.objects.bulk_update(changed, ["plain", "definition", "kind", "updated_at"], batch_size=500)
    GlossaryTerm.objects.bulk_create(added, batch_size=500)
    if added or changed:
        record_audit(principal, "glossary.imported")
    return GlossaryImport(added=len(added), changed=len(changed), problems=plan.problems)


def _changed(row: GlossaryTerm, entry: GlossaryEntry) -> GlossaryTerm:
    row.plain, row.definition, row.kind, row.updated_at = entry.plain, entry.definition, entry.kind, clock.now()
    return row


def _new(principal: Principal, entry: GlossaryEntry) -> GlossaryTerm:
    now = clock.now()
    return GlossaryTerm(
        organization_id=principal.organization_id,
        created_by_id=principal.user_id,
        term=entry.term,
        language=entry.language,
        plain=entry.plain,
        definition=entry.definition,
        kind=entry.kind,
        created_at=now,
        updated_at=now,
    )
