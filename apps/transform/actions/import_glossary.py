"""Teach the organization many words at once, from a CSV file."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.contracts import GlossaryEntry, GlossaryImport, ImportProblem
from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import MOST_TERMS
from apps.transform.spreadsheets import plain_cell
from tonebridge.errors import FieldError, ValidationFailed
from tonebridge.resilience import clock

COLUMNS = ("term", "language", "plain", "definition", "kind")
LONGEST = {"term": 100, "plain": 200, "definition": 1000}
KINDS, LANGUAGES = ("jargon", "forbidden", "preserve"), ("ja", "en")
Line = dict[str, str]


@transaction.atomic
def import_glossary(*, principal: Principal, content: bytes) -> GlossaryImport:
    """Add the terms that are new and change those that the glossary has. Lines that can't be used are told, not taken.

    The file is CSV in UTF-8 with a header that has `term` and `language`; `plain`, `definition` and `kind` may follow.
    Raises ValidationFailed for a file that isn't that, or that would overfill the glossary.
    """
    problems: list[ImportProblem] = []
    entries = {(entry.language, entry.term.lower()): entry for entry in _entries(_lines(content), problems)}
    known = {(row.language, row.term.lower()): row for row in _rows(principal)}
    if len(known.keys() | entries.keys()) > MOST_TERMS:
        raise _refused(_("The glossary would be too full. Split the file, or delete terms first."))
    changed = [_changed(known[key], entry) for key, entry in entries.items() if key in known]
    added = [_new(principal, entry) for key, entry in entries.items() if key not in known]
    GlossaryTerm.objects.bulk_update(changed, ["plain", "definition", "kind", "updated_at"], batch_size=500)
    GlossaryTerm.objects.bulk_create(added, batch_size=500)
    return GlossaryImport(added=len(added), changed=len(changed), problems=tuple(problems))


def _lines(content: bytes) -> list[Line]:
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise _refused(_("The file must be CSV in UTF-8.")) from error
    if not rows or not {"term", "language"} <= set(rows[0]):
        raise _refused(_("The first line must name the columns, term and language among them; terms follow."))
    return [{name: plain_cell(value or "") for name, value in row.items() if name in COLUMNS} for row in rows]


def _entries(lines: list[Line], problems: list[ImportProblem]) -> Iterator[GlossaryEntry]:
    for number, line in enumerate(lines, 2):
        problem = _problem(number, line)
        if problem:
            problems.append(problem)
        else:
            values: dict[str, Any] = line | {"kind": line.get("kind") or "jargon"}
            yield GlossaryEntry(**values)


def _problem(number: int, line: Line) -> ImportProblem | None:
    if not line["term"]:
        return ImportProblem(number, "term", str(_("This field is needed.")))
    if line["language"] not in LANGUAGES:
        return ImportProblem(number, "language", str(_("Use ja or en.")))
    if line.get("kind") and line["kind"] not in KINDS:
        return ImportProblem(number, "kind", str(_("Use jargon, forbidden or preserve.")))
    for name, longest in LONGEST.items():
        if len(line.get(name, "")) > longest or "\0" in line.get(name, ""):
            return ImportProblem(number, name, str(_("This is too long, or holds characters that can't be stored.")))
    return None


def _rows(principal: Principal) -> list[GlossaryTerm]:
    return list(GlossaryTerm.objects.select_for_update().filter(organization_id=principal.organization_id))


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


def _refused(detail: Any) -> ValidationFailed:
    return ValidationFailed(fields=(FieldError("file", "invalid", detail),))
