"""Answers to background's questions: each fills the slot of its section."""

from collections.abc import Sequence

from apps.transform.contracts import GivenAnswer, Merged, Question, TransformResult
from apps.transform.rewriting.answers.appended import appended, weave_of
from apps.transform.rewriting.answers.slots import open_slots
from apps.transform.rewriting.answers.weave import Weave
from apps.transform.types.background.rules import SLOTS
from apps.transform.types.background.sections import slots_of


def merge(result: TransformResult, answers: Sequence[GivenAnswer]) -> Merged:
    """An answer whose slot is gone stands under the text."""
    weave, homeless = weave_of(result), list[GivenAnswer]()
    order = {question.id: at for at, question in enumerate(result.questions)}
    for given in sorted(answers, key=lambda given: -order[given.question.id]):  # the last first: order stays true
        place = _slot(weave, given.question, result, order[given.question.id])
        if place:
            weave = weave.replaced(*place, given.text, "answered")
        else:
            homeless.append(given)
    return Merged(appended(weave, homeless[::-1], result.language).edits, result.warnings)


def _slot(weave: Weave, question: Question, result: TransformResult, number: int) -> tuple[int, int] | None:
    """The slot that the section of a question left; else, for words of another writer, the one of the same number."""
    for words in slots_of(question.text, result.language):
        slot = SLOTS[result.language].format(words)
        at = weave.text.find(slot)
        if at >= 0:
            return at, at + len(slot)
    slots = open_slots(weave.text)
    if len(open_slots(weave_of(result).text)) != len(result.questions) or number >= len(slots):
        return None
    return slots[number].span()
