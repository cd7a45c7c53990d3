"""Words found in an organization's messages: those that wait to be explained, and those that are frequent."""

from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.contracts import Principal, Scope
from apps.transform.contracts import FoundTermDetails, Share
from apps.transform.models import FoundTerm, GlossaryTerm
from apps.transform.queries.anonymity import FEWEST, rounded
from tonebridge.errors import InsufficientPermissions, NotFound

MOST_SHOWN = 20


def found_terms_of(principal: Principal) -> tuple[FoundTermDetails, ...]:
    """What waits, the most frequent first: neither explained here nor by the glossary, nor dismissed.

    For those who run the organization. Raises InsufficientPermissions.
    """
    ensure_runs(principal)
    known = {
        (language, term.lower())
        for language, term in GlossaryTerm.objects.filter(organization_id=principal.organization_id).values_list(
            "language", "term"
        )
    }
    rows = _rows(principal).filter(explained=False)
    waiting = (row for row in rows if (row.language, row.term.lower()) not in known)
    return tuple(details(row) for row, _ in zip(waiting, range(MOST_SHOWN), strict=False))


def frequent_terms(principal: Principal, *, most: int) -> tuple[Share, ...]:
    """The most frequent words that enough people wrote within the last 30 days, and in how many messages, down to fives."""
    rows = _rows(principal).filter(people__gte=FEWEST).order_by("-messages", "id")[:most]
    return tuple(Share(row.term, rounded(row.messages)) for row in rows)


def found_term(principal: Principal, found_id: UUID) -> FoundTerm:
    """The row, locked, for verbs of this app. Raises InsufficientPermissions, NotFound."""
    ensure_runs(principal)
    rows = FoundTerm.objects.select_for_update().filter(organization_id=principal.organization_id)
    row = rows.filter(id=found_id, dismissed=False).first()
    if row is None:
        raise NotFound
    return row


def ensure_runs(principal: Principal) -> None:
    """Raises InsufficientPermissions for those who don't run the organization."""
    if not principal.may(Scope.ADMIN):
        raise InsufficientPermissions


def details(row: FoundTerm) -> FoundTermDetails:
    """The row as a contract."""
    return FoundTermDetails(row.id, row.term, "ja" if row.language == "ja" else "en", row.messages)


def _rows(principal: Principal) -> QuerySet[FoundTerm]:
    rows = FoundTerm.objects.filter(organization_id=principal.organization_id, dismissed=False)
    return rows.order_by("-people", "-messages", "id")
