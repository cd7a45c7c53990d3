"""Teach the organization many words at once, from a CSV file."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from apps.accounts.actions.record_audit import record_audit
from apps.accounts.contracts import Principal
from apps.accounts.queries.standing_rights import Privilege, ensure_verified
from apps.transform.contracts import GlossaryEntry, GlossaryImport
from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import hold_glossary
from apps.transform.queries.glossary_file import key_of, known_terms, planned
from tonebridge.resilience import clock, deadline

TERMS_A_STATEMENT = 250
CHANGED = ("plain", "definition", "kind", "updated_at")


@transaction.atomic
def import_glossary(*, principal: Principal, content: bytes | str) -> GlossaryImport:
    """Add the terms that are new and change those that the glossary has otherwise. Lines that can't be used are told, not taken.

    The file is CSV with a header that has `term` and `language`, or what they are called in Japanese; `plain`, `definition`
    and `kind` may follow (`queries/glossary_columns.yaml`, and for what stands in them `glossary_values.yaml`). Raises
    EmailNotVerified, and ValidationFailed for a file that isn't that, or that would overfill the glossary; TimedOut at the
    request's deadline, and then nothing of it is taken.
    """
    ensure_verified(principal, Privilege.GLOSSARY)
    hold_glossary(principal)
    known = known_terms(principal, lock=True)
    plan = planned(content, known)
    changed = [_changed(known[key_of(entry)], entry) for entry in plan.changed]
    added = [_new(principal, entry) for entry in plan.added]
    for some in _in_parts(changed):  # as an upsert: `bulk_update` takes ten times as long
        GlossaryTerm.objects.bulk_create(some, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED)
    for some in _in_parts(added):
        GlossaryTerm.objects.bulk_create(some)
    if added or changed:
        record_audit(principal, "glossary.imported")
    return GlossaryImport(added=len(added), changed=len(changed), unchanged=plan.unchanged, problems=plan.problems)


def _in_parts(rows: Sequence[GlossaryTerm]) -> Iterator[Sequence[GlossaryTerm]]:
    """What a statement writes at once; before each, whether anybody still waits for it."""
    for first in range(0, len(rows), TERMS_A_STATEMENT):
        deadline.check()
        yield rows[first : first + TERMS_A_STATEMENT]


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
