"""Forms of pages: they show a refusal of the product beside the field it is about."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tonebridge.errors import InvalidToken, LinkOver, ReauthenticationRequired, ToneBridgeError

AT_MOST = _("Use at most %(max_length)s characters.")
AMISS = (400, 401)
"""Refusals of something typed: the form's answer is 422 then, as where a field is empty."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What binds a form: the body of a POST, even an empty one; None for a form to fill in."""
    return request.POST if request.method == "POST" else None


def render_form(
    request: HttpRequest, template: str, shown: dict[str, object], *, form: "PageForm", status: int
) -> HttpResponse:
    """A page with `form` on it; says in a header when a refused one may be sent again."""
    response = render(request, template, shown | {"form": form}, status=status)
    if form.retry_after_s is not None:
        response["Retry-After"] = str(max(1, form.retry_after_s))
    return response


def handed_in(form: "PageForm", verb: Callable[[], object]) -> int:
    """The status of the answer to a form that was sent: 303 once `verb` is done, 422 where something has to be typed anew.

    Any other refusal keeps its status. The form shows what was refused; `verb` meets valid forms alone.
    """
    if not form.is_valid():
        return 422
    try:
        verb()
    except ToneBridgeError as error:
        return form.refuse(error)
    return 303


class PageForm(forms.Form):
    """A form whose labels end without a colon, and that can take the product's errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.retry_after_s: int | None = None
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length:
                field.error_messages["max_length"] = AT_MOST % {"max_length": f"{field.max_length:,}"}

    def refuse(self, error: ToneBridgeError, *, alone: bool = False) -> int:
        """Show `error` beside the fields it names, or above the form; `alone` where it comes before all that is wrong with what was
        typed. The status of the answer.

        That somebody has to show first who they are, or to sign in anew, or that the link to the form is over, is no fault of the
        form's: it is raised again, and said on a page.
        """
        if isinstance(error, ReauthenticationRequired | InvalidToken | LinkOver):
            raise error
        self.retry_after_s = error.retry_after_s
        if alone:
            self.errors.clear()
        for fault in error.fields:
            self.add_error(fault.field if fault.field in self.fields else None, str(fault.detail))
        if not error.fields:
            self.add_error(None, str(error.detail))
        return 422 if error.status in AMISS else error.status

    def offer(self, name: str, choices: list[tuple[str, str | Promise]]) -> None:
        """Let the choice field `name` offer these values with their labels."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choices")
        field.choices = choices


class MessageField(forms.CharField):
    """A text as it was typed, of up to `max_characters` code points.

    Browsers send a line break as CR LF; it becomes the LF that was typed, so that it counts once.
    """

    def __init__(self, *, max_characters: int, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(strip=False, **kwargs)
        self.max_characters = max_characters

    def to_python(self, value: object) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        if not value.strip() and self.required:
            raise forms.ValidationError(_("This can't be empty."), "blank")
        if len(value) > self.max_characters:
            raise forms.ValidationError(self._too_long(value), "too_long")

    def _too_long(self, value: str) -> str:
        count = len(value) - self.max_characters
        sentence = ngettext(
            "Shorten this by %(count)s character. The limit is %(limit)s.",
            "Shorten this by %(count)s characters. The limit is %(limit)s.",
            count,
        )
        return sentence % {"count": f"{count:,}", "limit": f"{self.max_characters:,}"}
