"""A statement that means nothing without the one before it (うち60通は…, of these …, I'm not sure yet) is told together with it or not at all."""

import re
from collections.abc import Iterable
from dataclasses import replace

from apps.analyze.language.document import Document
from apps.transform.rewriting.roles import Statement

COUNTS_WITHIN = re.compile(
    r"(?:その)?(?:うち|内)(?:の|約|[\d０-９])|(?:まだ|現時点では?、?)?(?:確証|確信|断定|確定|確実)(?:は|が|で|し)"
    r"|(?:of|among) (?:these|those|them|which)\b|none\b|otherwise\b"
    r"|(?:(?:i|we|it|that)(?: am| are| is|['’](?:m|re|s)) )?not (?:yet |really |quite )?(?:sure|certain|confirmed)\b",
    re.I,
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
