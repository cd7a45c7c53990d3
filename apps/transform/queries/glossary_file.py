"""A glossary's CSV file, read against the glossary: what an import of it would do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.accounts.contracts import Principal
from apps.transform.contracts import GlossaryEntry, GlossaryPlan, ImportProblem
from apps.transform.models import GlossaryTerm
from apps.transform.queries.glossary import MOST_TERMS, NOTHING_SAID, says_nothing
from tonebridge.tables.columns import aliases_in, choice_named, choices_in, columns_by_name
from tonebridge.tables.reading import MB, Limits, Table, read_csv
from tonebridge.tables.refusals import refused

LIMITS = Limits(size=MB, columns=12, rows=MOST_TERMS)
"""Five columns count; a file may have some of its owner's own beside them."""
LONGEST = {"term": 100, "plain": 200, "definition": 1000}
KINDS, LANGUAGES = ("jargon", "forbidden", "preserve"), ("ja", "en")
ALIASES = Path(__file__).parent / "glossary_columns.yaml"
CHOICES = choices_in(Path(__file__).parent / "glossary_values.yaml", {"kind": KINDS, "language": LANGUAGES})
CHANGEABLE = ("plain", "definition", "kind")
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
    """The file's entries by whether the glossary has them, and says the same; of two lines for one term the last counts, and the
    others are told.

    What the file has no column for stays as it is.
    """
    table, problems = read_csv(content, LIMITS), list[ImportProblem]()
    columns = _columns(table)
    entries = _last_of_each(_entries(_lines(table, columns), known, columns, problems), problems)
    if not entries and not problems:
        raise _without_terms()
    if len(known.keys() | entries.keys()) > MOST_TERMS:
        detail = _("The glossary would have too many terms. Import fewer terms, or delete some first.")
        raise refused(detail, "too_many_terms")
    present = [entry for key, entry in entries.items() if key in known]
    changed = tuple(entry for entry in present if _differs(entry, known[key_of(entry)]))
    return GlossaryPlan(
        added=tuple(entry for key, entry in entries.items() if key not in known),
        changed=changed,
        unchanged=len(present) - len(changed),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
    )


def key_of(entry: GlossaryEntry) -> Key:
    """Under which the glossary has it."""
    return (entry.language, entry.term.lower())


def _last_of_each(
    entries: Iterable[tuple[int, GlossaryEntry]], problems: list[ImportProblem]
) -> dict[Key, GlossaryEntry]:
    """The last entry of each term; the lines before it become problems that name its line."""
    lines: dict[Key, list[int]] = defaultdict(list)
    last: dict[Key, GlossaryEntry] = {}
    for number, entry in entries:
        lines[key_of(entry)].append(number)
        last[key_of(entry)] = entry
    for *others, used in lines.values():
        told = _("Line %(line)s has this term again and is used instead.") % {"line": used}
        problems += [ImportProblem(number, "term", told) for number in others]
    return last


def _completed(entry: GlossaryEntry, row: GlossaryTerm | None, columns: Collection[str]) -> GlossaryEntry:
    """With what the glossary says where the file has no column."""
    if row is None:
        return entry
    return replace(entry, **{name: getattr(row, name) for name in CHANGEABLE if name not in columns})


def _differs(entry: GlossaryEntry, row: GlossaryTerm) -> bool:
    return any(getattr(entry, name) != getattr(row, name) for name in CHANGEABLE)


def _columns(table: Table) -> Mapping[str, str]:
    columns = columns_by_name(table.names, aliases_in(ALIASES))
    if not {"term", "language"} <= columns.keys():
        raise _without_terms()
    return columns


def _lines(table: Table, columns: Mapping[str, str]) -> Iterator[Numbered]:
    for number, row in table.rows:
        yield (
            number,
            {name: choice_named(row.get(column, ""), CHOICES.get(name, {})) for name, column in columns.items()},
        )


def _entries(
    lines: Iterable[Numbered],
    known: Mapping[Key, GlossaryTerm],
    columns: Collection[str],
    problems: list[ImportProblem],
) -> Iterator[tuple[int, GlossaryEntry]]:
    for number, line in lines:
        problem = _problem(number, line)
        if problem:
            problems.append(problem)
            continue
        values: dict[str, Any] = line | {"kind": line.get("kind") or "jargon"}
        entry = GlossaryEntry(**values)
        entry = _completed(entry, known.get(key_of(entry)), columns)
        if says_nothing(entry):
            problems.append(ImportProblem(number, "plain", str(NOTHING_SAID)))
        else:
            yield number, entry


def _problem(number: int, line: Line) -> ImportProblem | None:
    if not line["term"]:
        return ImportProblem(number, "term", str(_("This field is required.")))
    if line["language"] not in LANGUAGES:
        return ImportProblem(number, "language", str(_("Use ja or en.")))
    if line.get("kind") and line["kind"] not in KINDS:
        return ImportProblem(number, "kind", str(_("This must be “jargon”, “forbidden” or “preserve”.")))
    for name, longest in LONGEST.items():
        if len(line.get(name, "")) > longest or "\0" in line.get(name, ""):
            return ImportProblem(number, name, str(_("This is too long or contains characters that can't be stored.")))
    return None


def _without_terms() -> Exception:
    detail = _("The first line must name the columns, including term and language. The terms go below it.")
    return refused(detail, "invalid")
