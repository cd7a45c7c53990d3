"""Which statements matter most: TextRank over shared content words, weighed by what a statement is for.

Mihalcea and Tarau, "TextRank: Bringing Order into Texts" (EMNLP 2004): similarity is the number of shared words over
the sum of the logarithms of the lengths; damping 0.85. Deterministic: a fixed number of rounds from equal weights.
"""

import math
import re
from collections.abc import Sequence

from apps.analyze.language.tokens import tokenize
from apps.transform.rewriting.roles import Role, Statement
from apps.transform.rewriting.roles.facts import due_of

DAMPING = 0.85
ROUNDS = 20
MOST = 120
"""Longer messages are ranked by role, position and figures alone, so that time stays linear."""
BY_ROLE = {
    Role.DECISION: 3.0,
    Role.REQUEST: 3.0,
    Role.IMPACT: 2.0,
    Role.OWNER: 2.0,
    Role.CAUSE: 1.4,
    Role.OPEN: 1.5,
    Role.CONDITION: 2.2,
    Role.OCCURRENCE: 1.5,
    Role.ACTION: 1.2,
    Role.UNDERWAY: 1.4,
    Role.COST: 1.6,
    Role.CONTACT: 1.0,
    Role.NEXT: 1.3,
    Role.BACKGROUND: 0.8,
    Role.REFERENCE: 0.6,
    Role.HEADING: 0.5,
    Role.BLOCK: 0.2,
}
FIGURE = re.compile(
    r"[\d０-９]|\b(?:half|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|twice)\b",
    re.I,
)
TOTAL = re.compile(r"合計|総額|結論|結果(?:として|は)|\b(?:in total|altogether|overall|bottom line|in short)\b", re.I)
EXCLUDES = re.compile(
    r"対象外|除(?:き|く|いて|外)|含まれ(?:ません|ない)|含みません|に(?:のみ|限[りる])|(?:でき|行い|し|認めて(?:い|お)り?)ません|しないで|不可|不要"
    r"|\b(?:except|excluding|excluded|out of scope|only|not (?:eligible|allowed|accepted|supported|included|covered|affected|available|required|confirmed|part of)"
    r"|(?:can|could|may|must|do|does|did|will|would|need)(?: not|n['’]t)|cannot|can['’]t|won['’]t|no longer)\b",
    re.I,
)
"""What is out, refused or forbidden: who misses it acts wrongly."""
NEGATED = re.compile(r"ない|ませ|なし|不|未|ず[、に]|禁止|\b(?:not|no|never|without|cannot|only)\b|n't\b", re.I)
STOP_EN = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "by",
        "from",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "we",
        "i",
        "you",
        "they",
        "he",
        "she",
        "our",
        "your",
        "their",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "do",
        "does",
        "did",
        "not",
        "no",
        "so",
        "as",
        "if",
        "then",
        "than",
        "more",
        "most",
        "very",
    ]
)
CONTENT_JA = frozenset({"名詞", "動詞", "形容詞"})
GOES_ON = re.compile(r"(?:its|it|this|that|these|the latter)\b|(?:その|この|これ|それ|同)", re.I)
NAME = re.compile(r"\b[A-Z][A-Z0-9][\w-]*|\b(?<!^)[A-Z][a-z]\w+(?: [A-Z0-9]\b)?")
CHOSEN = re.compile(
    r"\b(?:recommend|propose|suggest|choose|chose|adopt|go with|decided on) (?:the |a |an |using |staying on )*([\w-]+(?: [A-Z0-9]\b)?)",
    re.I,
)
ASKED = re.compile(
    r"ください|下さい|お願い|いただけ|(?:ます|ません)か|\b(?:please|(?:can|could|would) (?:you|somebody|someone|anybody|anyone))\b",
    re.I,
)
"""An open request, which outranks a need that is only told."""
CHOSEN_JA = re.compile(r"([^\s、。はがをにで]{1,12})(?:を|に)(?:推奨|採用|提案|選定|選び|決定|決め|お(?:すす|勧)め)")
EXCLUDED = 0.9
"""Extra weight for an exclusion: it outranks a cost."""
SETTLES = frozenset({Role.DECISION, Role.CONDITION, Role.IMPACT, Role.COST, Role.BACKGROUND})
IF_ONLY = re.compile(
    r"(?:場合|際|とき|時)(?:は|に|には)、?[^。]{0,30}(?:ください|下さい|お願い|いただ)|\b(?:contact|call|ping|mail|email|let (?:me|us) know)\b[^.]{0,40}\bif\b",
    re.I,
)
"""A request for a case that most readers are not in."""
IN_CASE = 2.5
QUESTION = 1.0
LEADS_UP = 0.4
OPENS_WITH_IT = 0.9
"""Extra weight for a decision or a request that opens the message: it is what the rest is about."""
PROPOSED_TOPIC = 0.8
"""Extra weight for what speaks of the thing that was decided or recommended."""


def holds_fact(text: str) -> bool:
    """Whether a text holds a figure or a negative: what a reader of a summary may miss."""
    return bool(FIGURE.search(text) or NEGATED.search(text))


def ranked(statements: Sequence[Statement], language: str) -> list[float]:
    """A score for each statement; higher matters more."""
    words = [content_words(statement.text, language) for statement in statements]
    central = _centrality(words) if len(words) <= MOST else [1.0] * len(words)
    topic = _topic(statements)
    return [
        BY_ROLE.get(s.role, 0.5)
        + central[at]
        + 0.7 * bool(FIGURE.search(s.text))
        + 0.9 * bool(TOTAL.search(s.text))
        + 0.6 * (at == 0)
        + OPENS_WITH_IT * (at == 0 and s.role in (Role.DECISION, Role.REQUEST))
        - LEADS_UP * _leads_up(statements, at)
        + 0.4 * bool(NEGATED.search(s.text))
        + EXCLUDED * _excludes(s)
        + 1.5 * s.critical
        + QUESTION * s.text.endswith(("?", "？"))
        - IN_CASE * bool(IF_ONLY.search(s.text))
        + 2.0 * (s.role is Role.REQUEST and bool(ASKED.search(s.text)))
        + 0.8 * bool(due_of(s.text, language))
        + PROPOSED_TOPIC * _speaks_of(topic, statements, words, at)
        for at, s in enumerate(statements)
    ]


def _leads_up(statements: Sequence[Statement], at: int) -> bool:
    """Whether the sentence goes on after the statement: its point comes last (〜ていますが、…; …, but …)."""
    goes_on = at + 1 < len(statements) and statements[at + 1].sentence == statements[at].sentence
    return goes_on and statements[at].role not in (Role.DECISION, Role.REQUEST)


def _excludes(statement: Statement) -> bool:
    return statement.role in SETTLES and bool(EXCLUDES.search(statement.text))


def _speaks_of(topic: frozenset[str], statements: Sequence[Statement], words: list[frozenset[str]], at: int) -> bool:
    """Whether a statement names the topic, or goes on about it (its limit …) after one that does."""
    leans = at > 0 and GOES_ON.match(statements[at].text)
    named = any(name in statements[at].text.lower() for name in topic if not name.isascii() or " " in name)
    return bool(named or words[at] & topic or (leans and words[at - 1] & topic))


def content_words(text: str, language: str) -> frozenset[str]:
    """Lemmas (Japanese) or lower-cased words (English) that carry content."""
    if language == "ja":
        tokens = (t for t in tokenize(text) if t.pos in CONTENT_JA and t.subpos != "数詞")
        return frozenset(t.lemma for t in tokens if len(t.lemma) > 1 or t.pos == "名詞")
    found = re.findall(r"[A-Za-z][\w'-]+", text.lower())
    return frozenset(word for word in found if word not in STOP_EN)


def _topic(statements: Sequence[Statement]) -> frozenset[str]:
    """What is decided on: names (capitals) in the decision, and what is recommended or chosen."""
    decided = [s.text for s in statements if s.role is Role.DECISION]
    names = {name.lower() for text in decided for name in NAME.findall(text)}
    chosen = {word.lower() for text in decided for word in (*CHOSEN.findall(text), *CHOSEN_JA.findall(text))}
    return frozenset(names | chosen)


def _centrality(words: list[frozenset[str]]) -> list[float]:
    """TextRank scores; 1.0 is the average."""
    count = len(words)
    similar = [[_similarity(words[a], words[b]) if a != b else 0.0 for b in range(count)] for a in range(count)]
    sums = [sum(row) for row in similar]
    scores = [1.0] * count
    for _ in range(ROUNDS):
        scores = [
            (1 - DAMPING) + DAMPING * sum(similar[b][a] / sums[b] * scores[b] for b in range(count) if sums[b])
            for a in range(count)
        ]
    return scores


def _similarity(one: frozenset[str], other: frozenset[str]) -> float:
    if len(one) < 2 or len(other) < 2:
        return 0.0
    return len(one & other) / (math.log(len(one)) + math.log(len(other)))
