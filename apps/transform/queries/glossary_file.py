"""A glossary's CSV file, read against the glossary: what an import of it would do."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.contracts import GlossaryEntry, GlossaryPlan, ImportProblem
from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import MOST_TERMS
from tonebridge.tables.columns import aliases_in, columns_by_name
from tonebridge.tables.reading import MB, Limits, Table, read_csv
from tonebridge.tables.refusals import refused

LIMITS = Limits(size=MB, columns=12, rows=MOST_TERMS)
"""Five columns count; a file may have some of its owner's own beside them."""
LONGEST = {"term": 100, "plain": 200, "definition": 1000}
KINDS, LANGUAGES = ("jargon", "forbidden", "preserve"), ("ja", "en")
ALIASES = Path(__file__).parent / "glossary_columns.yaml"
Line = dict[str, str]
Numbered = tuple[int, Line]
Key = tuple[str, str]
"""Language, and the term without case: what the glossary has once."""


def glossary_plan(principal: Principal, content: bytes | str) -> GlossaryPlan:
    """What an import of the file would do. Raises ValidationFailed as the import does."""
    return planned(content, known_terms(principal))


def known_terms(principal: Principal, *, lock: bool = False) -> dict[Key, GlossaryTerm]:
    """The rows of the caller's glossary, for verbs of this app."""
    rows = GlossaryTerm.objects.select_for_update() if lock else GlossaryTerm.objects.all()
    return {(row.language, row.term.lower()): row for row in rows.filter(organization_id=principal.organization_id)}


def planned(content: bytes | str, known: Mapping[Key, GlossaryTerm]) -> GlossaryPlan:
    """The file's entries by whether the glossary has them; of two lines for one term the last counts."""
    problems: list[ImportProblem] = []
    entries = {key_of(entry): entry for entry in _entries(_lines(read_csv(content, LIMITS)), problems)}
    if not entries and not problems:
        raise _without_terms()
    if len(known.keys() | entries.keys()) > MOST_TERMS:
        detail = _("The glossary would be too full. Split the file, or delete terms first.")
        raise refused(detail, "too_many_terms")
    return GlossaryPlan(
        added=tuple(entry for key, entry in entries.items() if key not in known),
        changed=tuple(entry for key, entry in entries.items() if key in known),
        problems=tuple(problems),
    )


def key_of(entry: GlossaryEntry) -> Key:
    """Under which the glossary has it."""
    return (entry.language, entry.term.lower())


def _lines(table: Table) -> Iterator[Numbered]:
    columns = columns_by_name(table.names, aliases_in(ALIASES))
    if not {"term", "language"} <= columns.keys():
        raise _without_terms()
    for number, row in table.rows:
        yield number, {name: row.get(column, "") for name, column in columns.items()}


def _entries(lines: Iterable[Numbered], problems: list[ImportProblem]) -> Iterator[GlossaryEntry]:
    for number, line in lines:
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


def _without_terms() -> Exception:
    detail = _("The first line must name the columns, term and language among them; terms follow.")
    return refused(detail, "invalid")
