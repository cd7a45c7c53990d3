"""The built-in glossary: one tab-separated file a field, each entry in Japanese and English."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from apps.transform.rewriting.roles.fields import FIELDS, Field, Fields
from apps.transform.rewriting.rulebook import FOLDER, RulebookError

TERMS = FOLDER / "terms"
COLUMNS = ["term", "ja", "en", "plain_ja", "plain_en", "gloss_ja", "gloss_en", "known_to", "context"]
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term; `plain` replaces it, `gloss` explains it, each in Japanese and English. `known_to` includes its own field.

    `context` holds the spellings that are everyday words or another field's too. Statistics are stated correctly: a percentile
    is never called an average.
    """

    term: str
    field: Field
    ja: tuple[str, ...]
    en: tuple[str, ...]
    plain: tuple[str, str]
    gloss: tuple[str, str]
    known_to: Fields
    context: frozenset[str]

    def __post_init__(self) -> None:
        if not self.term or not (*self.ja, *self.en) or not all((*self.plain, *self.gloss)):
            raise ValueError("a term needs a name, a spelling, plain words and a gloss in both languages")
        if unknown := self.known_to - set(FIELDS):
            raise ValueError(f"unknown fields {sorted(unknown)}")
        if strange := self.context - {*self.ja, *self.en}:
            raise ValueError(f"{sorted(strange)} is no spelling of {self.term}")


@lru_cache(maxsize=1)
def all_terms() -> Mapping[str, TermEntry]:
    """The built-in glossary by term. Raises RulebookError with file and line, for a term that stands twice, too."""
    found: dict[str, TermEntry] = {}
    for field in FIELDS:
        path = TERMS / f"{field}.tsv"
        for line, entry in read_terms(path, field):
            if entry.term in found:
                raise RulebookError(path, line, f"the term {entry.term} stands twice")
            found[entry.term] = entry
    return found


def read_terms(path: Path, field: Field) -> Iterator[tuple[int, TermEntry]]:
    """The entries of a file, each with its line. Raises RulebookError."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(rows, None) != COLUMNS:
            raise RulebookError(path, 1, f"the columns must be {', '.join(COLUMNS)}")
        for row in rows:
            if len(row) != len(COLUMNS):
                raise RulebookError(path, rows.line_num, f"{len(row)} columns, not {len(COLUMNS)}")
            yield rows.line_num, _entry(path, rows.line_num, field, row)


def _entry(path: Path, line: int, field: Field, row: Sequence[str]) -> TermEntry:
    term, ja, en, plain_ja, plain_en, gloss_ja, gloss_en, known_to, context = row
    plain, gloss = (plain_ja, plain_en), (gloss_ja, gloss_en)
    try:
        return TermEntry(
            term, field, _split(ja), _split(en), plain, gloss, _known(field, known_to), frozenset(_split(context))
        )
    except ValueError as error:
        raise RulebookError(path, line, str(error)) from error


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(SEPARATOR)) if cell else ()


@lru_cache(maxsize=2048)
def _known(field: Field, known_to: str) -> Fields:
    """Most entries share one of a few sets."""
    return frozenset((field, *known_to.split(SEPARATOR))) if known_to else frozenset((field,))  # type: ignore[arg-type]  # checked by the entry
