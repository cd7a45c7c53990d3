"""An organization's words: protected ones stay as they are, forbidden ones are replaced or pointed out."""

import re
from collections.abc import Iterator

from apps.analyze.language.document import Document
from apps.transform.contracts import Caution, Edit, GlossaryEntry, TransformRequest
from apps.transform.rewriting.rulebook import reason_text


def forbidden_terms(wanted: TransformRequest, document: Document) -> tuple[Edit, ...]:
    """An edit for each place of a forbidden term that has a plain word."""
    return tuple(
        Edit(start, start + len(entry.term), entry.plain, "forbidden_term")
        for entry in _forbidden(wanted)
        if entry.plain
        for start in _places(entry.term, document.prose)
    )


def warn_of_forbidden(wanted: TransformRequest, document: Document, edits: tuple[Edit, ...]) -> tuple[Caution, ...]:
    """A caution for each place of a forbidden term that stays in the text."""
    message = reason_text("forbidden_term", wanted.reader_language)
    return tuple(
        Caution("forbidden_term", message, start, start + len(entry.term))
        for entry in _forbidden(wanted)
        for start in _places(entry.term, document.prose)
        if not any(edit.start <= start and start + len(entry.term) <= edit.end for edit in edits)
    )


def respects(edit: Edit, wanted: TransformRequest, text: str) -> bool:
    """Whether every protected term that the edit touches stands whole in its replacement."""
    return all(
        term in edit.replacement
        for term in _protected(wanted)
        for start in _places(term, text)
        if start < edit.end and edit.start < start + len(term)
    )


def _forbidden(wanted: TransformRequest) -> Iterator[GlossaryEntry]:
    return (entry for entry in wanted.glossary if entry.kind == "forbidden" and entry.language == "ja" and entry.term)


def _protected(wanted: TransformRequest) -> tuple[str, ...]:
    preserved = (entry.term for entry in wanted.glossary if entry.kind == "preserve")
    return tuple(term for term in (*wanted.preserve_terms, *preserved) if term)


def _places(term: str, text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(term), text))
