"""How complete a request is: 0–100, rising only with what is answered."""

from collections.abc import Sequence

from apps.transform.contracts import Caution, Question
from apps.transform.types.requirements.sort import REQUESTS, Category, Item

WORTH = {Category.BACKGROUND: 15, Category.CONSTRAINT: 15, Category.TIMELINE: 20}
REQUESTED = 26
A_QUESTION = 4
"""Six questions, the most there are, cost as much as a whole quadrant."""
SAYS = {
    "ja": "要望のまとまり具合は{score}/100です。質問に答えると上がります。",
    "en": "The request is {score}/100 complete. Answers to the questions raise it.",
}


def completeness(items: Sequence[Item], questions: Sequence[Question]) -> int:
    """Points for each quadrant that is there, and for every question that need not be asked."""
    present = {item.category for item in items}
    quadrants = sum(points for category, points in WORTH.items() if category in present)
    return quadrants + REQUESTED * any(c in present for c in REQUESTS) + A_QUESTION * (6 - min(len(questions), 6))


def completeness_note(score: int, language: str) -> Caution:
    """The score as a note beside the text: it is a figure that the message doesn't have."""
    return Caution("completeness", SAYS[language].format(score=score))
