"""What would help a message most."""

from apps.analyze.contracts import Clarity, Evidence, Harshness, Jargon, Suggestion
from apps.analyze.lenses.subject import Subject

LONG = {"ja": 400, "en": 1000}
"""Code points from which a message is worth a summary."""
HARD, VERY_HARD = 0.35, 0.7
DENSE = 0.18
UNCLEAR = 45


def suggest(
    subject: Subject, *, harshness: Harshness, clarity: Clarity, jargon: Jargon, ambiguities: tuple[Evidence, ...]
) -> Suggestion:
    """The type and intensity; no type where nothing needs to change. Harshness goes first: it does the most harm."""
    if harshness.score >= HARD:
        return Suggestion("soften", 3 if harshness.score >= VERY_HARD else 2)
    if len(subject.text) >= LONG[subject.language]:
        return Suggestion("summarize", 2)
    if len(ambiguities) >= 2 or clarity.score < UNCLEAR:
        return Suggestion("clarify", 2)
    if jargon.density >= DENSE and len(jargon.terms) >= 3:
        return Suggestion("terminology", 2)
    return Suggestion(None, 2)
