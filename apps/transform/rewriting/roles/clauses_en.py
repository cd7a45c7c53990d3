"""Cut an English sentence at a semicolon, or at a conjunction with a subject of its own."""

import re

from apps.transform.rewriting.roles.statement import Clause

SUBJECT = (
    r"(?:(?:the|a|an|this|that|these|those|our|your|their|its|my)\s\w+|we|i|it|they|he|she|you|there|please|(?:can|could|would) you|nobody|"
    r"no one|everyone|[A-Z]\w+(?:\s\w+)?\s(?:is|are|was|were|will|has|have|can|should|must|owns))\b"
)
BREAK = re.compile(
    rf";\s+|\s+[—–]\s+(?={SUBJECT})|,\s+(?:and|but|so)\s+(?={SUBJECT})"
    r"|\s+and\s+(?=(?:we|they|i) (?:hope|want|need|would)\b)",
    re.I,
)
GOVERNING = re.compile(
    r"\b(?:if|unless|when|whether)\b|(?<!after )(?<!until )(?<!before )(?<!since )(?<!on )(?<!of )(?<!for )\bthat\b(?!\s*$)|^\W*(?:until|once|before|after|because|since|although|while|as)\b",
    re.I,
)
LEAST = 8
"""A piece shorter than this (characters) is no statement of its own."""
LEAST_REST = 18
"""A shorter rest (so we need one more) means too little without what stands before it."""
LEAST_SPACES = 2
ASKS_ABOUT_IT = re.compile(
    r"(?:please|(?:can|could|would|will) (?:you|somebody|someone|anybody|anyone))\b[^.;]{0,60}\b(?:it|them|this|those|these)\b"
    r"|[^.;]{0,80}\b(?:(?:the (?:day|week|month) before|by then|before that|until then)\b)",
    re.I,
)
"""What is asked for, or its time, is named only in the clause before."""


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
    long_enough = len(piece) >= LEAST and body - match.end() >= LEAST_REST and piece.count(" ") >= LEAST_SPACES
    if depth or not long_enough or ASKS_ABOUT_IT.match(prose, match.end(), body):
        return False
    return match[0].startswith(";") or not GOVERNING.search(piece)


def _body(text: str) -> int:
    """The length without one closing full stop; an ellipsis stays."""
    return len(text) - 1 if text.endswith(".") and not text.endswith("..") else len(text)
