"""Cut an English sentence at a semicolon, or at a conjunction with a subject of its own."""

import re

from apps.transform.rewriting.roles.statement import Clause

SUBJECT = (
    r"(?:(?:the|a|an|this|that|these|those|our|your|their|its|my)\s\w+|we|i|it|they|he|she|you|there|please|nobody|"
    r"no one|everyone|[A-Z]\w+(?:\s\w+)?\s(?:is|are|was|were|will|has|have|can|should|must|owns))\b"
)
BREAK = re.compile(rf";\s+|\s+[—–]\s+(?={SUBJECT})|,\s+(?:and|but|so)\s+(?={SUBJECT})", re.I)
GOVERNING = re.compile(
    r"\b(?:if|unless|when|whether|that)\b|^\W*(?:until|once|before|after|because|since|although|while|as)\b", re.I
)
LEAST = 8
"""A piece shorter than this (characters) is no statement of its own."""


def clauses(text: str, offset: int, prose: str) -> list[Clause]:
    """The clauses of one sentence, whose text begins at `offset` of the document."""
    body = _body(text)
    found, start = [], 0
    for match in BREAK.finditer(prose[:body]):
        if _may_cut(prose, start, match, body):
            found.append(Clause(offset + start, offset + match.end(), offset + match.start()))
            start = match.end()
    return [*found, Clause(offset + start, offset + len(text), offset + body)]


def _may_cut(prose: str, start: int, match: re.Match[str], body: int) -> bool:
    """A subordinate clause may govern both halves, so only a semicolon cuts there."""
    piece = prose[start : match.start()]
    depth = piece.count("(") - piece.count(")")
    long_enough = len(piece) >= LEAST and body - match.end() >= LEAST
    return depth == 0 and long_enough and (match[0].startswith(";") or not GOVERNING.search(piece))


def _body(text: str) -> int:
    """The length without one closing full stop; an ellipsis stays."""
    return len(text) - 1 if text.endswith(".") and not text.endswith("..") else len(text)
