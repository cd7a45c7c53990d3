"""Stretches of a message, trimmed to what a reader would quote."""

import re

from apps.analyze.language.document import Document
from apps.transform.contracts import Language, Passage
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.statement import FRAME

JOINS = re.compile(r"[,;]\s*(?:so|and|but)$|(?<=[すたいだ])(?:が|けれど|けど|し)$", re.I)
"""What joins a clause to the next: it belongs to neither."""
INTRODUCES: dict[Language, re.Pattern[str]] = {
    "ja": re.compile(r"^[^、。はが\s]{1,20}の[^、。はがの\s]{1,8}(?:です|と申します|でございます)。?$"),
    "en": re.compile(
        r"^(?:this is|i'?m|my name is) [A-Z]\w+(?: [A-Z]\w+)?(?:,? (?:from|in|at|with) .{1,40})?\.?$", re.I
    ),
}
EDGES = " \t\u3000\n、，,;；"
SILENT = FRAME | {Role.HEADING, Role.REFERENCE, Role.BLOCK}
"""Roles of what says nothing itself: greetings, headings, links, code."""


def passage(document: Document, start: int, end: int) -> Passage:
    """The stretch without commas and space at its edges."""
    while start < end and document.text[start] in EDGES:
        start += 1
    while start < end and document.text[end - 1] in EDGES:
        end -= 1
    joined = JOINS.search(document.text, start, end)
    end = joined.start() if joined and joined.start() > start else end
    return Passage(document.text[start:end], start, end)


def says_something(statement: Statement, document: Document) -> bool:
    """Whether a statement is prose that tells something."""
    prose = document.prose[statement.start : statement.end]
    return statement.role not in SILENT and any(character.isalnum() for character in prose)


def introduces(statement: Statement, language: Language) -> bool:
    """Whether all that a statement tells is who writes."""
    return statement.sentence < 3 and bool(INTRODUCES[language].match(statement.text))
