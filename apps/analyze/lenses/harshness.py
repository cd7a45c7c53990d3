"""How hard a message is to take: insult, blame, orders, contempt. In English a displeased mood makes them weigh more."""

from functools import lru_cache

from apps.analyze.contracts import Harshness
from apps.analyze.learned.linear import probability
from apps.analyze.lenses.markers import Hit, find_markers, saturate
from apps.analyze.lenses.mood import mood_logits
from apps.analyze.lenses.subject import Subject

FLAG = 0.5
REPEATED = 0.5
"""A second marker of one label counts half, a third a quarter: ten complaints aren't ten times as harsh."""
MILD = frozenset({"abrupt", "bare_order", "reservation", "criticism"})
"""These count as one label: however many, they don't add up to an insult."""
DISPLEASED_FROM = 0.3
DISPLEASURE, DISPLEASURE_ALONE = 0.65, 0.3
"""What the worst mood adds to markers, and without any: an outage displeases, too, so a mood alone never flags."""


@lru_cache(maxsize=64)
def measure_harshness(subject: Subject) -> Harshness:
    """0 (gentle) to 1 (hostile)."""
    hits = find_markers(subject, "harshness")
    score = round(saturate(_total(hits) + _displeasure(subject, marked=bool(hits))), 3)
    return Harshness(score, score >= FLAG, tuple(hit.evidence for hit in hits))


def _displeasure(subject: Subject, *, marked: bool) -> float:
    if subject.language == "ja" or not subject.prose.strip():
        return 0.0
    if not marked and any(hit.weight > 0 for hit in find_markers(subject, "politeness")):
        return 0.0
    likely = probability(mood_logits(subject)["negative"])
    most = DISPLEASURE if marked else DISPLEASURE_ALONE
    return most * max(0.0, likely - DISPLEASED_FROM) / (1 - DISPLEASED_FROM)


def _total(hits: tuple[Hit, ...]) -> float:
    seen: dict[str, int] = {}
    total = 0.0
    for hit in hits:
        kind = "mild" if hit.label in MILD else hit.label
        total += hit.weight * REPEATED ** seen.get(kind, 0)
        seen[kind] = seen.get(kind, 0) + 1
    return total
