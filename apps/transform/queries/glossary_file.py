"""A glossary's CSV file, read against the glossary: what an import of it would do."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.contracts import GlossaryEntry, GlossaryPlan, ImportProblem
from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import MOST_TERMS
from apps.transform.spreadsheets import plain_cell
from tonebridge.errors import FieldError, ValidationFailed

COLUMNS = ("term", "language", "plain", "definition", "kind")
LONGEST = {"term": 100, "plain": 200, "definition": 1000}
KINDS, LANGUAGES = ("jargon", "forbidden", "preserve"), ("ja", "en")
Line = dict[str, str]
Key = tuple[str, str]
"""Language, and the term without case: what the glossary has once."""


def glossary_plan(principal: Principal, content: bytes) -> GlossaryPlan:
    """What an import of the file would do. Raises ValidationFailed as the import does."""
    return planned(content, known_terms(principal))


def known_terms(principal: Principal, *, lock: bool = False) -> dict[Key, GlossaryTerm]:
    """The rows of the caller's glossary, for verbs of this app."""
    rows = GlossaryTerm.objects.select_for_update() if lock else GlossaryTerm.objects.all()
    return {(row.language, row.term.lower()): row for row in rows.filter(organization_id=principal.organization_id)}


def planned(content: bytes, known: Mapping[Key, GlossaryTerm]) -> GlossaryPlan:
    """The file's entries by whether the glossary has them; of two lines for one term the last counts."""
    problems: list[ImportProblem] = []
    entries = {key_of(entry): entry for entry in _entries(_lines(content), problems)}
    if len(known.keys() | entries.keys()) > MOST_TERMS:
        raise _refused(_("The glossary would be too full. Split the file, or delete terms first."))
    return GlossaryPlan(
        added=tuple(entry for key, entry in entries.items() if key not in known),
        changed=tuple(entry for key, entry in entries.items() if key in known),
        problems=tuple(problems),
    )


def key_of(entry: GlossaryEntry) -> Key:
    """Under which the glossary has it."""
    return (entry.language, entry.term.lower())


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


def _refused(detail: Any) -> ValidationFailed:
    return ValidationFailed(fields=(FieldError("file", "invalid", detail),))
