"""How complete a request is: 0–100, rising only with what is answered."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_noop as _

from apps.transform.contracts import Caution, Language, Question
from apps.transform.rewriting.reader import in_reader_language
from apps.transform.types.requirements.categories import REQUESTS, Category

WORTH = {Category.BACKGROUND: 15, Category.CONSTRAINT: 15, Category.TIMELINE: 20}
REQUESTED = 26
A_QUESTION = 4
"""Six questions, the most there are, cost as much as a whole quadrant."""
CODE = "completeness"
SAYS = _("The request is %(score)d/100 complete.")
RISES = _("The request is %(score)d/100 complete. Answers to the questions raise it.")


def completeness(present: Collection[Category], questions: Sequence[Question]) -> int:
    """Points for each quadrant that is there, and for every question that need not be asked."""
    quadrants = sum(points for category, points in WORTH.items() if category in present)
    return quadrants + REQUESTED * any(c in present for c in REQUESTS) + A_QUESTION * (6 - min(len(questions), 6))


def completeness_note(present: Collection[Category], questions: Sequence[Question], reader: Language) -> Caution:
    """The score as a note beside the text: it is a figure that the message doesn't have."""
    says = in_reader_language(RISES if questions else SAYS, reader)
    return Caution(CODE, says % {"score": completeness(present, questions)})


def reader_of(note: Caution) -> Language:
    """The language that such a note is written in."""
    return "en" if note.message.startswith(SAYS.partition("%")[0]) else "ja"
