"""How hard a message is to take: insult, blame, orders, contempt."""

from apps.analyze.contracts import Harshness
from apps.analyze.lenses.markers import Hit, find_markers, saturate
from apps.analyze.lenses.subject import Subject

FLAG = 0.5
REPEATED = 0.5
"""A second marker of one label counts half, a third a quarter: ten complaints aren't ten times as harsh."""


def measure_harshness(subject: Subject) -> Harshness:
    """0 (gentle) to 1 (hostile)."""
    hits = find_markers(subject, "harshness")
    score = round(saturate(_total(hits)), 3)
    return Harshness(score, score >= FLAG, tuple(hit.evidence for hit in hits))


def _total(hits: tuple[Hit, ...]) -> float:
    seen: dict[str, int] = {}
    total = 0.0
    for hit in hits:
        total += hit.weight * REPEATED ** seen.get(hit.label, 0)
        seen[hit.label] = seen.get(hit.label, 0) + 1
    return total
