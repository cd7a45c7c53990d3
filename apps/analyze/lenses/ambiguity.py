"""What leaves the reader guessing: which, when, how many, in what way."""

from apps.analyze.contracts import Evidence
from apps.analyze.lenses.markers import Hit, find_markers
from apps.analyze.lenses.subject import Subject

MILD = frozenset({"hedge"})
"""A hedge is honest about what isn't known: it costs clarity, but there is nothing to ask about."""


def find_ambiguities(subject: Subject) -> tuple[Evidence, ...]:
    """The places to ask about, in order."""
    return tuple(hit.evidence for hit in ambiguous(subject) if hit.label not in MILD)


def ambiguous(subject: Subject) -> tuple[Hit, ...]:
    """All of them, mild ones too, with the points each costs."""
    return find_markers(subject, "ambiguity")
