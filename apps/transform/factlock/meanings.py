"""Meaning anchors: clause by clause, what a rewrite may not turn round."""

import re

from apps.analyze.language.polarity import Cue
from apps.transform.contracts import FactItem, FactKind
from apps.transform.factlock.align import Pairing
from apps.transform.factlock.clauses import Clause

KINDS: dict[str, FactKind] = {
    "negation": "negation",
    "conditional": "condition",
    "uncertain": "uncertainty",
    "obligatory": "obligation",
    "optional": "obligation",
    "only": "scope",
    "all": "scope",
    "relaxed": "deadline",
    "certain": "uncertainty",
    "committed": "commitment",
}
EXCUSED: dict[str, frozenset[str]] = {
    "negation": frozenset({"only"}),
    "conditional": frozenset({"after"}),
    "uncertain": frozenset({"optional"}),
    "obligatory": frozenset({"immediate", "only"}),
    "optional": frozenset({"negation", "uncertain"}),
    "only": frozenset({"negation"}),
    "all": frozenset({"negation"}),
}
"""A lost cue, and what may stand in for it."""
ADDED = ("negation", "uncertain", "optional", "only", "relaxed", "certain", "committed")
OPPOSITES: tuple[tuple[str, str, FactKind], ...] = (
    ("all", "some", "scope"),
    ("only", "some", "scope"),
    ("only", "also", "scope"),
    ("negation", "also", "negation"),
    ("immediate", "relaxed", "deadline"),
    ("uncertain", "certain", "uncertainty"),
    ("steady", "up", "trend"),
    ("steady", "down", "trend"),
    ("failing", "working", "trend"),
    ("ours", "yours", "actor"),
)
MILD = re.compile(r"(?:have|has|need|needs) to|make sure|be sure", re.I)
WILL = re.compile(r"\b(\w+)(?:['’]ll| will| shall) (?!not\b)(\w+)", re.I)
SAY_IT_ALONE = frozenset({"relaxed", "optional", "committed"})
"""Cues that mean something without another word in their clause: "but there is no rush"."""
LOCAL = frozenset({"conditional"})
"""Cues that count as lost where two clauses are plainly the same one, whatever the rest of the text holds."""
STRICT = frozenset({"negation", "uncertain", "only"})
"""Cues that a neighbouring clause can't carry."""


def compare_meanings(pairing: Pairing) -> list[FactItem]:
    """What was lost, added or reversed between clauses that say the same thing."""
    items: list[FactItem] = _trend(pairing)
    for one, others in pairing.forward():
        items += _lost(one, others, pairing) + _reversed(one, others, pairing)
    for one, others in pairing.backward():
        items += _added(one, others, pairing)
    return items


def _trend(pairing: Pairing) -> list[FactItem]:
    """More of one direction and less of the other: what rose is told to have fallen."""
    before, after = pairing.before.counts, pairing.after.counts
    ups, downs = after["up"] - before["up"], after["down"] - before["down"]
    if ups * downs >= 0:
        return []
    now, then = ("up", "down") if ups > 0 else ("down", "up")
    said = next(pairing.before_text([clause]) for clause in pairing.before.clauses if then in clause.kinds)
    told = next(pairing.after_text([clause]) for clause in pairing.after.clauses if now in clause.kinds)
    return [FactItem("trend", said, told, "changed", "meaning_trend")]


def _kinds(clauses: list[Clause]) -> frozenset[str]:
    return frozenset(kind for clause in clauses for kind in clause.kinds)


def _lost(one: Clause, others: list[Clause], pairing: Pairing) -> list[FactItem]:
    near, wide = _kinds(others), pairing.kinds_after(others)
    gone = [
        cue
        for cue in one.cues
        if cue.kind in EXCUSED
        and not (near if cue.kind in STRICT else wide) & ({cue.kind} | EXCUSED[cue.kind])
        and (pairing.rarer_after(cue.kind) or (cue.kind in LOCAL and pairing.only_each_other(one, others)))
        and (one.telling or cue.kind not in pairing.after.counts)
    ]
    before, after = pairing.before_text([one]), pairing.after_text(others)
    return [FactItem(KINDS[cue.kind], before, after, "lost", f"meaning_{cue.kind}") for cue in gone]


def _added(one: Clause, others: list[Clause], pairing: Pairing) -> list[FactItem]:
    kinds = pairing.kinds_before(others)
    if _states_nothing(one, others, pairing):
        return []
    kinds |= {"only"} if "conditional" in kinds else set()  # 決まれば and 決まった場合に限り
    new = [
        c
        for c in one.cues
        if _is_new(c, pairing)
        and c.kind not in kinds
        and pairing.rarer_before(c.kind)
        and not (c.kind == "committed" and _was_told(c, one, others, pairing))
    ]
    before, after = pairing.before_text(others), pairing.after_text([one])
    return [FactItem(KINDS[c.kind], before, after, "changed", f"meaning_{c.kind}_added") for c in new]


def _was_told(cue: Cue, one: Clause, others: list[Clause], pairing: Pairing) -> bool:
    """ "I will book the room" where the original says "I book the room": a plan told in the present is the same plan."""
    will = WILL.search(pairing.after.prose, one.start, one.end)
    if will is None or not (will.start() <= cue.start < will.end()):
        return False
    verb = "(?:am|are|is)" if will[2].lower() == "be" else rf"{re.escape(will[2])}(?:e?s)?"
    told = re.compile(rf"\b{re.escape(will[1])} {verb}\b", re.I)
    return any(told.search(pairing.before.prose, other.start, other.end) for other in others)


def _states_nothing(one: Clause, others: list[Clause], pairing: Pairing) -> bool:
    """Whether a rewritten clause is a question that the original doesn't ask, or has no word of its own."""
    if pairing.after.asks(one) and "asked" not in pairing.after.sentences[one.sentence]:
        return not any(pairing.before.asks(other) for other in others)
    return not others and not (one.telling or one.kinds & SAY_IT_ALONE)


def _is_new(cue: Cue, pairing: Pairing) -> bool:
    """Whether a cue may count as added. A heading (Must:) sorts, and "needs to" is how a request is told politely."""
    if pairing.after.in_label(cue.start):
        return False
    if cue.kind == "obligatory":
        return not MILD.match(cue.text)
    return cue.kind in ADDED


def _reversed(one: Clause, others: list[Clause], pairing: Pairing) -> list[FactItem]:
    kinds = _kinds(others)
    items = []
    for left, right, kind in OPPOSITES:
        for mine, theirs in ((left, right), (right, left)):
            if mine in one.kinds and theirs in kinds and mine not in kinds and theirs not in one.kinds:
                texts = pairing.before_text([one]), pairing.after_text(others)
                reason = "meaning_negation_reversed" if kind == "negation" else f"meaning_{kind}"
                items.append(FactItem(kind, *texts, "changed", reason))
    return items
