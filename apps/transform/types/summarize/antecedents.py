"""A statement that counts within the one before it (うち60通は…, of these …) is told together with it or not at all."""

import re
from collections.abc import Iterable
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.transform.rewriting.roles import Statement

COUNTS_WITHIN = re.compile(
    r"(?:その)?(?:うち|内)(?:の|約|[\d０-９])|(?:of|among) (?:these|those|them|which)\b|none\b|otherwise\b", re.I
)


def with_antecedents(document: Document, statements: Iterable[Statement]) -> list[Statement]:
    """The statements, those that count within another one joined to it in the words of the message."""
    joined: list[Statement] = []
    for statement in statements:
        before = joined[-1] if joined else None
        if before and before.sentence == statement.sentence and COUNTS_WITHIN.match(statement.text):
            between = document.text[before.start : statement.start].replace("\n", " ")
            joined[-1] = replace(
                statement,
                start=before.start,
                text=between + document.text[statement.start] + statement.text[1:],
                role=before.role,
            )
        else:
            joined.append(statement)
    return joined
