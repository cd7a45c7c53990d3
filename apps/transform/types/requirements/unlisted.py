"""An announced list whose entries weigh differently, entry by entry; one whose entries weigh alike stays as it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.transform.rewriting.roles import Statement
from apps.transform.types.requirements.items import entries
from apps.transform.types.requirements.sort import speaks


def unlisted(told: Sequence[Statement], document: Document, language: str) -> list[Statement]:
    """The statements, each list below one opened where an entry says itself what it is."""
    return [opened for statement in told for opened in _opened(statement, document, language)]


def _opened(statement: Statement, document: Document, language: str) -> Iterator[Statement]:
    listed = entries(statement, document, language)
    if not any(speaks(entry.text, language) for entry in listed):
        yield statement
        return
    yield replace(statement, below="")
    yield from listed
