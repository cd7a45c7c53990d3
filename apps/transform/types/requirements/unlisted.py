"""What the reading of roles took apart too much or too little: halves that say nothing by themselves, and lists.

An announced list whose entries weigh differently, entry by entry; one whose entries weigh alike stays as it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.transform.contracts import Language
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.statement import FRAME
from apps.transform.types.requirements.items import entries
from apps.transform.types.requirements.sort import speaks

UNSHARED = FRAME | {Role.HEADING, Role.REFERENCE, Role.BLOCK}


def unlisted(told: Sequence[Statement], document: Document, language: Language) -> list[Statement]:
    """The statements, each list below one opened where an entry says itself what it is."""
    whole = rejoined(told, document, language)
    return [opened for statement in whole for opened in _opened(statement, document, language)]


def rejoined(told: Sequence[Statement], document: Document, language: Language) -> list[Statement]:
    """The halves of a sentence joined again where one of them says nothing of its own: its subject may stand in the other."""
    joined: list[Statement] = []
    for statement in told:
        if joined and _belong(joined[-1], statement, language):
            text = re.sub(r"\s*\n\s*", "" if language == "ja" else " ", document.text[joined[-1].start : statement.end])
            role = Role.REQUEST if Role.REQUEST in (joined[-1].role, statement.role) else joined[-1].role
            joined[-1] = replace(statement, start=joined[-1].start, text=_ended(text), role=role, purpose=None)
        else:
            joined.append(statement)
    return joined


def _belong(first: Statement, second: Statement, language: Language) -> bool:
    plain = all(s.role not in UNSHARED and not s.verbatim for s in (first, second)) and not first.below
    apart = speaks(first.text, language) and speaks(second.text, language)
    return plain and first.sentence == second.sentence and not apart


def _ended(text: str) -> str:
    """Without its full stop, as a statement stands."""
    return text[:-1] if text.endswith(("。", ".")) and not text.endswith("..") else text


def _opened(statement: Statement, document: Document, language: Language) -> Iterator[Statement]:
    listed = entries(statement, document, language)
    if not any(speaks(entry.text, language) for entry in listed):
        yield statement
        return
    yield replace(statement, below="")
    yield from listed
