"""How urgent and how important a message is: Eisenhower's quadrants."""

from typing import Literal

from apps.analyze.contracts import Priority
from apps.analyze.lenses.markers import Hit, find_markers
from apps.analyze.lenses.subject import Subject

SOON = frozenset({"today", "tonight", "tomorrow", "end of day"})
HIGH = 50
BASE = 20
"""Where a message without any sign of either stands, of 100."""


def measure_priority(subject: Subject) -> Priority:
    """Urgency and importance 0 to 100, and the quadrant: 1 both, 2 important, 3 urgent, 4 neither."""
    hits = find_markers(subject, "priority")
    urgency = _bounded(_sum(hits, {"urgent", "not_urgent", "incident"}) + _deadline(subject))
    importance = _bounded(_sum(hits, {"incident", "stakes", "trivial"}))
    return Priority(urgency, importance, _quadrant(urgency >= HIGH, importance >= HIGH))


def _sum(hits: tuple[Hit, ...], labels: set[str]) -> float:
    """Each label counts once in full and half as much again for all further ones."""
    counted = {label: [hit.weight for hit in hits if hit.label == label] for label in labels}
    return sum(weights[0] * (1.5 if len(weights) > 1 else 1) for weights in counted.values() if weights)


def _deadline(subject: Subject) -> int:
    if any(when.value in SOON and when.role in ("", "by") for when in subject.dates):
        return 25
    return 15 if any(when.role == "by" for when in subject.dates) else 0


def _bounded(points: float) -> int:
    return round(max(0, min(100, BASE + points)))


def _quadrant(urgent: bool, important: bool) -> Literal[1, 2, 3, 4]:
    if urgent:
        return 1 if important else 3
    return 2 if important else 4
