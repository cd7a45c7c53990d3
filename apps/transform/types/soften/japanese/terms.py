"""An organization's words: protected ones stay as they are, forbidden ones are replaced or pointed out."""

import re
from collections.abc import Iterator

from apps.analyze.language.document import Document
from apps.transform.contracts import Caution, Edit, GlossaryEntry, TransformRequest
from apps.transform.rewriting.rulebook import reason_text

LATIN = "[A-Za-z0-9_]"


def forbidden_terms(wanted: TransformRequest, document: Document) -> tuple[Edit, ...]:
    """An edit for each place of a forbidden term that has a plain word."""
    return tuple(
        Edit(start, end, entry.plain, "forbidden_term")
        for entry in _forbidden(wanted)
        if entry.plain
        for start, end in _spans(entry.term, document.prose)
    )


def warn_of_forbidden(wanted: TransformRequest, document: Document, edits: tuple[Edit, ...]) -> tuple[Caution, ...]:
    """A caution for each place of a forbidden term that stays in the text."""
    message = reason_text("forbidden_term", wanted.reader_language)
    return tuple(
        Caution("forbidden_term", message, start, end)
        for entry in _forbidden(wanted)
        for start, end in _spans(entry.term, document.prose)
        if not any(edit.start <= start and end <= edit.end for edit in edits)
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


def _spans(term: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a forbidden term stands, whatever its case: of Latin letters as a word, since Japanese puts no space around it."""
    if term.lower() not in text.lower():  # most terms of a glossary stand in no message
        return
    begins, ends = (rf"(?{sign}{LATIN})" for sign in ("<!", "!"))
    pattern = f"{begins if _is_latin(term[0]) else ''}{re.escape(term)}{ends if _is_latin(term[-1]) else ''}"
    yield from (match.span() for match in re.finditer(pattern, text, re.I))


def _is_latin(character: str) -> bool:
    return bool(re.fullmatch(LATIN, character))


def _places(term: str, text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(re.escape(term), text))
