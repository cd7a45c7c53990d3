"""What could mean several things, asked back."""

from collections.abc import Iterable, Iterator
from itertools import islice

from apps.transform.contracts import Question, TransformRequest
from apps.transform.rewriting.rulebook import reason_text, wording_beside
from apps.transform.types.terminology.match import Place

WORDS = wording_beside(__file__)
MOST = 2
SENSES = 3
"""More questions, or more senses in one, nobody reads."""


def sense_questions(places: Iterable[Place], wanted: TransformRequest) -> Iterator[Question]:
    """One question for each abbreviation that stands for several things, where it first stands."""
    first: dict[str, Place] = {}
    for place in places:
        if not place.closed:
            first.setdefault(place.text, place)
    for place in islice(first.values(), MOST):
        senses = dict.fromkeys(word.plain for word in place.words[:SENSES])
        said = WORDS["or"][wanted.language].join(senses)
        text = WORDS["which_sense"][wanted.language].format(place.text, said)
        yield Question("", text, reason_text("asked.term_sense", wanted.reader_language), place.start, place.end)
