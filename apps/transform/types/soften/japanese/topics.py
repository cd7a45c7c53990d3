"""What leads up to a reworded predicate: 送るとかありえない → 送るのは, お客さんカンカン → お客さんが."""

from apps.analyze.language.tokens import Token
from apps.transform.types.soften.japanese.word_rules import WordRule

NOUNS = ("名詞", "代名詞", "接尾辞")
SCORNFUL = (("と", "か"), ("なんて",), ("って",))
"""Particles that hold their topic at arm's length: ～とか, ～なんて, ～って."""

JUDGING = ("insult", "rude_question", "refusal", "reproach")


def lead_up(rule: WordRule, tokens: tuple[Token, ...], first: int) -> tuple[int, str]:
    """Where the edit of a predicate at `first` starts, and what it puts before the rule's words."""
    before = tokens[first - 1] if first else None
    if rule.particle and before is not None and before.pos in NOUNS:
        return tokens[first].start, rule.particle
    length = _scorn_before(tokens, first) if rule.reason in JUDGING else 0
    topic = _topic(tokens[first - length - 1]) if length else ""
    return (tokens[first - length].start, topic) if topic else (tokens[first].start, "")


def _scorn_before(tokens: tuple[Token, ...], first: int) -> int:
    """How many tokens before `first` are such a particle, with something before them."""
    surfaces = tuple(token.surface for token in tokens[:first])
    return next((len(w) for w in SCORNFUL if len(w) < first and surfaces[-len(w) :] == w), 0)


def _topic(token: Token) -> str:
    if token.pos in NOUNS:
        return "は"
    return "のは" if token.form.startswith(("終止形", "連体形")) else ""
