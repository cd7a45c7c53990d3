"""Where the questions of a result are answered: a box each, and what the form carries along."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.transform.contracts import Question
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
