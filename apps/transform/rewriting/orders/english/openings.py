"""How English sentences open: greetings, names and links before the sentence proper, and its capital."""

import re

from apps.transform.rewriting.orders.english.verbs import verb_of

LEAD = re.compile(
    r"(?:(?:\ue000+[,:]?|(?:hey|hi|hello|ok|okay|so|and|but|then|now|look|listen|well|again|next(?=[,:])|next time|finally|"
    r"lastly|guys|team|all|folks|everyone|right|meanwhile|otherwise)(?: (?:guys|all|team|everyone|folks|there|\ue000+))?"
    r"(?:,| -|:)?|(?:(?-i:[A-Z][a-z]{1,14} [A-Z][a-z]{1,14})|[A-Z][a-z]{1,14}),)\s+){0,3}",
    re.I,
)
NAMED = re.compile(r"([A-Z][a-z]+) [A-Z]")
"""Two capitalised words: a full name, or a verb and a name (“Ask Priya, not me”)."""


def past_lead(prose: str) -> int:
    """Where a sentence proper begins: past mentions, greetings, names and linking words."""
    match = LEAD.match(prose)
    named = NAMED.match(prose)
    return match.end() if match and not (named and verb_of(named[1])) else 0


def cased(written: str, like: str, first: bool) -> str:
    """The text with the case that its place asks for: a capital where the original had one at a sentence's start."""
    if first and like.isupper():
        return written[:1].upper() + written[1:]
    keeps = written[:2] in ("I ", "I'", "I’")
    return written if keeps else written[:1].lower() + written[1:]
