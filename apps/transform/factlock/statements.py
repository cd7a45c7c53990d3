"""Whole statements: a clause that only one of the two texts has."""

import re

from apps.transform.contracts import FactItem, FactKind, TransformationType
from apps.transform.factlock.clauses import Clause, Reading
from apps.transform.factlock.literal import has_value
from apps.transform.factlock.spans import between, inside, overlapping
from apps.transform.factlock.words import Word

FACTUAL = frozenset({"negation", "conditional", "uncertain", "obligatory", "only", "before", "after", "asked"})
LONGEST_NAME = 60
COVERED = 0.3


def compare_statements(before: Reading, after: Reading, wanted: TransformationType | None) -> list[FactItem]:
    """What the rewrite says that the original doesn't, and what it leaves out."""
    new = _new(before, after, wanted)
    if wanted is TransformationType.SOFTEN and all(_stands_alone(clause, new, after) for clause in new):
        new = new[_outbursts(before, after) :]
    added = [FactItem(_kind(c), "", _text(after, c), "added", "statement_added") for c in new]
    lost = [FactItem("statement", _text(before, c), "", "lost", "statement_lost") for c in _gone(before, after, wanted)]
    return (
        added + lost + [FactItem("statement", "", text, "added", "statement_added") for text in _joined(before, after)]
    )


JOINT = {
    "en": re.compile(r"\b(?:and|or|but|nor)\b(?=([^,.;:!?()\n]{1,60}))"),
    "ja": re.compile(r"([^、。（）()【】：:\n]{1,16})(?:に伴[うい]|に起因|が原因|による(?!と))"),
}


def _joined(before: Reading, after: Reading) -> list[str]:
    """What was hung on: "trial users or resellers" where nobody spoke of resellers, 監査指摘に伴う without an audit."""
    found = []
    for match in JOINT[after.language].finditer(after.prose):
        words = between(after.words, match.start(1), match.end(1))
        telling = [w for w in words if not w.generic and not _is_name(w, after)]
        near = telling[:2] if after.language == "en" else telling[-2:]
        told = not overlapping(match.start(), match.end(1), after.manners)
        if told and near and not any(is_known(word, before) for word in near) and not _asked(match.start(), after):
            found.append(after.text[match.start() : match.end(1)].strip())
    return found


def _asked(at: int, reading: Reading) -> bool:
    """Whether a place lies in a question; "could you …?" is one by form only."""
    clause = reading.clause_at(at)
    return clause is not None and reading.asks(clause) and "asked" not in reading.sentences[clause.sentence]


def _is_name(word: Word, reading: Reading) -> bool:
    near = between(reading.anchors, max(0, word.start - LONGEST_NAME), word.start + 1)
    return any(a.kind == "name" and a.start <= word.start < a.end for a in near)


def _outbursts(before: Reading, after: Reading) -> int:
    """How many clauses without a fact were reworded beyond recognition: "this is unacceptable" may become milder."""
    plain = [clause for clause in before.clauses if _is_plain(clause)]
    telling = [[word for word in clause.words if not word.generic] for clause in plain]
    return sum(bool(words) and not any(is_known(word, after) for word in words) for words in telling)


def _stands_alone(clause: Clause, new: list[Clause], after: Reading) -> bool:
    """Whether a new clause holds no fact and is a sentence of its own, not an addition to one that was there."""
    return _is_plain(clause) and all(mate in new or not mate.telling for mate in after.by_sentence[clause.sentence])


def _is_plain(clause: Clause) -> bool:
    return not clause.anchors and not clause.kinds & (FACTUAL | {"committed", "cause"})


def _text(reading: Reading, clause: Clause) -> str:
    return reading.text[clause.start : clause.end].strip(" 、,。.\n")


def _kind(clause: Clause) -> FactKind:
    return "commitment" if "committed" in clause.kinds else "statement"


def _new(before: Reading, after: Reading, wanted: TransformationType | None) -> list[Clause]:
    """A gloss is no statement: in terminology only a promise or a name makes one."""
    explains = wanted is TransformationType.TERMINOLOGY
    return [
        clause
        for clause in after.clauses
        if _unheard(clause, _telling(clause, after, wanted), before)
        and not (after.asks(clause) or (explains and _is_gloss(clause)))
    ]


def _is_gloss(clause: Clause) -> bool:
    return not clause.kinds & {"committed", "cause"} and not any(anchor.kind == "name" for anchor in clause.anchors)


def _telling(clause: Clause, reading: Reading, wanted: TransformationType | None) -> list[Word]:
    skipped = [reading.labels, reading.manners, reading.glosses if wanted is TransformationType.TERMINOLOGY else ()]
    return [w for w in clause.words if not w.generic and not any(inside(w.start, spans) for spans in skipped)]


def _outside_manners(clause: Clause, reading: Reading) -> list[Word]:
    return [w for w in clause.words if not w.generic and not inside(w.start, reading.manners)]


def _unheard(clause: Clause, words: list[Word], other: Reading) -> bool:
    """Whether too little of a clause, its words and its anchors, stands in the other text."""
    known = sum(is_known(word, other) for word in words)
    facts = [has_value(anchor, other) for anchor in clause.anchors]
    said = len(words) + len(facts)
    return len(words) > 1 and (known + sum(facts)) / said < COVERED


def is_known(word: Word, other: Reading) -> bool:
    """Whether a text has a word, a synonym of it, or something it is a part of."""
    return bool(word.keys & other.keys) or (len(word.text) > 1 and word.text.lower() in other.folded)


def _gone(before: Reading, after: Reading, wanted: TransformationType | None) -> list[Clause]:
    droppable = wanted in (TransformationType.SOFTEN, TransformationType.SUMMARIZE)
    return [
        clause
        for clause in before.clauses
        if _unheard(clause, _outside_manners(clause, before), after) and (not droppable or clause.kinds & FACTUAL)
    ]
