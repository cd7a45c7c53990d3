"""Reads of the glossary."""

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.contracts import GlossaryEntry, GlossaryTermDetails
from apps.transform.models import GlossaryTerm
from tonebridge.errors import FieldError, NotFound, ValidationFailed
from tonebridge.resilience.database_errors import unavailable_when_in_use
from tonebridge.rest.pagination import Page, PageRequest, Position, page_of
from tonebridge.tables.writing import csv_lines

MOST_TERMS = 5_000
"""How many terms an organization may have; a transform reads them all."""


NOTHING_SAID = _("Enter plain words or what the term means. With neither, it can't be explained or replaced.")
COLUMNS = ("term", "language", "plain", "definition", "kind")


def glossary_of(principal: Principal) -> tuple[GlossaryEntry, ...]:
    """The approved terms, as the rules use them."""
    rows = GlossaryTerm.objects.filter(organization_id=principal.organization_id, status="approved")
    return tuple(entry(row) for row in rows[:MOST_TERMS])


def glossary_page(principal: Principal, page: PageRequest) -> Page[GlossaryTermDetails]:
    """All terms of the organization, by id: the order they came in."""
    rows = GlossaryTerm.objects.filter(organization_id=principal.organization_id).order_by("id")
    if page.after:
        rows = rows.filter(id__gt=UUID(page.after[0]))
    return page_of([details(row) for row in rows[: page.fetch]], page, _position)


def glossary_term_of(principal: Principal, term_id: UUID) -> GlossaryTermDetails:
    """One term. Raises NotFound."""
    return details(own_term(principal, term_id))


def own_term(principal: Principal, term_id: UUID, *, lock: bool = False) -> GlossaryTerm:
    """The row, for verbs of this app. Raises NotFound."""
    rows = GlossaryTerm.objects.select_for_update() if lock else GlossaryTerm.objects.all()
    row = rows.filter(organization_id=principal.organization_id, id=term_id).first()
    if row is None:
        raise NotFound
    return row


def says_nothing(term: GlossaryEntry | GlossaryTerm) -> bool:
    """Whether a term to be explained or replaced has no words for it. Without any, others are pointed out or kept."""
    return term.kind == "jargon" and not (term.plain.strip() or term.definition.strip())


def ensure_says_something(term: GlossaryEntry | GlossaryTerm) -> None:
    """Raises ValidationFailed for a term that nothing could be done with."""
    if says_nothing(term):
        raise ValidationFailed(fields=(FieldError("plain", "required", NOTHING_SAID),))


def hold_glossary(principal: Principal) -> None:
    """Whoever adds terms or renames them waits until the caller's transaction is over: what it has read of them stays true.

    Raises Conflict after the connection's `lock_timeout`.
    """
    with unavailable_when_in_use(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"glossary {principal.organization_id}"]
        )


def entry(row: GlossaryTerm) -> GlossaryEntry:
    """The row as the rules use it."""
    return GlossaryEntry(**{name: getattr(row, name) for name in COLUMNS})


def details(row: GlossaryTerm) -> GlossaryTermDetails:
    """The row as a contract."""
    names = ("id", "term", "language", "plain", "definition", "kind", "status", "created_at", "updated_at")
    return GlossaryTermDetails(**{name: getattr(row, name) for name in names})


def _position(item: GlossaryTermDetails) -> Position:
    return (str(item.id),)


def glossary_csv(principal: Principal) -> bytes:
    """All terms as CSV with a header, safe to open in a spreadsheet, in the form that an import takes."""
    rows = GlossaryTerm.objects.filter(organization_id=principal.organization_id).order_by("language", "term")
    return b"".join(csv_lines(COLUMNS, rows.values_list(*COLUMNS)))
