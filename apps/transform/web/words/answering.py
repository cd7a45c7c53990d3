"""Questions answered in place: the form beside a result, and what it carries along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.transform.bodies import ANSWER_MAX, PREVIEW_MAX
from apps.transform.contracts import Question, TransformResult
from apps.transform.web.words.answers import Answer, answer_of
from tonebridge.pages.forms import MessageField, PageForm

PREFIX = "answer-"


class AnswersForm(PageForm):
    """A box for each open question; one filled in is enough."""

    def __init__(self, data: QueryDict | None = None, *, questions: Sequence[Question], max_characters: int) -> None:
        super().__init__(data)
        for question in questions:
            box = forms.Textarea({"rows": 2, "dir": "auto"})
            self.fields[PREFIX + question.id] = MessageField(
                label=question.text, max_characters=max_characters, required=False, widget=box
            )

    def clean(self) -> dict[str, object]:
        values = super().clean() or {}
        if not self.errors and not self.answers():
            self.add_error(None, _("Answer at least one question."))
        return values

    def answers(self) -> tuple[tuple[str, str], ...]:
        """Ids of questions with their answers, blank ones left out."""
        given = ((name.removeprefix(PREFIX), str(text)) for name, text in self.cleaned_data.items())
        return tuple((question_id, text) for question_id, text in given if text.strip())


@dataclass(frozen=True)
class Answering:
    """Where answers go, and what the form holds besides: a message and answers that nobody keeps."""

    action: str
    form: AnswersForm
    carried: tuple[tuple[str, str], ...] = ()


def kept_answer(result: TransformResult, form: AnswersForm | None = None) -> Answer:
    """The result of a member, whose text is kept: its id is enough."""
    boxes = form or AnswersForm(questions=result.questions, max_characters=ANSWER_MAX)
    return replace(_with(result, Answering(reverse("history-answers", args=[result.id]), boxes)), kept=True)


def carried_answer(
    result: TransformResult,
    message: Mapping[str, object],
    given: Sequence[tuple[str, str]] = (),
    form: AnswersForm | None = None,
) -> Answer:
    """The result of a visitor: the message travels with the form, and so do the answers given so far."""
    boxes = form or AnswersForm(questions=result.questions, max_characters=PREVIEW_MAX)
    carried = [*message.items(), *((PREFIX + question_id, text) for question_id, text in given)]
    return _with(result, Answering(reverse("answers"), boxes, tuple((name, str(value)) for name, value in carried)))


def _with(result: TransformResult, answering: Answering) -> Answer:
    answer, form = answer_of(result), answering.form
    boxes = (replace(each, box=form[PREFIX + each.question.id]) for each in answer.questions)
    return replace(answer, questions=tuple(boxes), answering=answering)
