"""A result with the form in which its questions are answered in place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.urls import reverse

from apps.transform.bodies import ANSWER_MAX, PREVIEW_MAX
from apps.transform.contracts import TransformResult
from apps.transform.web.words.answers_form import PREFIX, Answering, AnswersForm
from apps.transform.web.words.results import ShownResult, shown_result


def kept_answer(result: TransformResult, form: AnswersForm | None = None) -> ShownResult:
    """The result of a member, whose text is kept: its id is enough."""
    boxes = form or AnswersForm(questions=result.questions, max_characters=ANSWER_MAX)
    return replace(_with(result, Answering(reverse("history-answers", args=[result.id]), boxes)), kept=True)


def carried_answer(
    result: TransformResult,
    message: Mapping[str, object],
    given: Sequence[tuple[str, str]] = (),
    form: AnswersForm | None = None,
) -> ShownResult:
    """The result of a visitor: the message travels with the form, and so do the answers given so far."""
    boxes = form or AnswersForm(questions=result.questions, max_characters=PREVIEW_MAX)
    carried = [*message.items(), *((PREFIX + question_id, text) for question_id, text in given)]
    return _with(result, Answering(reverse("answers"), boxes, tuple((name, str(value)) for name, value in carried)))


def _with(result: TransformResult, answering: Answering) -> ShownResult:
    answer, form = shown_result(result), answering.form
    boxes = (replace(each, box=form[PREFIX + each.question.id]) for each in answer.questions)
    return replace(answer, questions=tuple(boxes), answering=answering)
