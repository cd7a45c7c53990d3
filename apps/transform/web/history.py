"""History on pages."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.pages import member_of
from apps.transform.actions.delete_transformation import delete_transformation
from apps.transform.actions.give_feedback import give_feedback
from apps.transform.contracts import HistoryFilter, HistoryItem, TransformationType, Verdict
from apps.transform.queries.history import history_page, result_of, transformation_of
from apps.transform.queries.types import types_in
from apps.transform.web.words.answering import kept_answer
from apps.transform.web.words.answers import answer_of
from apps.transform.web.words.kinds import VERDICTS
from tonebridge.errors import InsufficientPermissions, NotFound
from tonebridge.pages.forms import MessageField, PageForm
from tonebridge.pages.language import page_language
from tonebridge.pages.lists import next_query, wanted_page

FINAL_TEXT_MAX = 20_000


class HistoryForm(PageForm):
    """What to look for."""

    q = forms.CharField(
        label=gettext_lazy("Words"), max_length=200, required=False, widget=forms.TextInput({"type": "search"})
    )
    type = forms.ChoiceField(label=gettext_lazy("Kind of change"), required=False)


class FeedbackForm(PageForm):
    """What became of a result."""

    verdict = forms.TypedChoiceField(choices=[(each.value, each.value) for each in Verdict], coerce=Verdict)
    final_text = MessageField(
        label=gettext_lazy("What you sent in the end"),
        max_characters=FINAL_TEXT_MAX,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("verdict") is Verdict.EDITED and not said.get("final_text", "").strip():
            self.add_error("final_text", _("Say what the text became."))
        return said


@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """GET /history/?q=&type=&cursor="""
    member = _member(request)
    names = {each.code.value: each.name for each in types_in(page_language())}
    form = HistoryForm(request.GET)
    form.offer("type", [("", _("All")), *names.items()])
    page = history_page(member, _filter(form), wanted_page(request, scope=f"history:{member.user_id}"))
    shown = {
        "form": form,
        "items": [_shown(item, names) for item in page.items],
        "next_query": next_query(request, page.next_cursor),
        "filtered": any(form.cleaned_data.values()),
        "later": "cursor" in request.GET,
    }
    return render(request, "transform/history.html", shown)


@never_cache
@require_safe
def entry(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """GET /history/<uuid>/"""
    member = _member(request)
    item = transformation_of(member, transformation_id)
    return _entry(request, member, item, FeedbackForm(initial={"final_text": item.transformed_text}))


@never_cache
@require_POST
def feedback(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """POST /history/<uuid>/feedback/"""
    member, form = _member(request), FeedbackForm(request.POST)
    if not form.is_valid():
        return _entry(request, member, transformation_of(member, transformation_id), form, status=422)
    said = form.cleaned_data
    final = said["final_text"] if said["verdict"] is Verdict.EDITED else ""
    give_feedback(principal=member, transformation_id=transformation_id, verdict=said["verdict"], final_text=final)
    messages.success(request, _("Thank you. Your feedback is noted."))
    return redirect("history-entry", transformation_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """GET, POST /history/<uuid>/delete/ — asks first."""
    member = _member(request)
    if request.method != "POST":
        return render(request, "transform/history_delete.html", {"item": transformation_of(member, transformation_id)})
    delete_transformation(principal=member, transformation_id=transformation_id)
    messages.success(request, _("The message and its result are deleted."))
    return redirect("history")


def _member(request: HttpRequest) -> Principal:
    member = member_of(request.session.session_key, Scope.HISTORY)
    if request.method == "POST" and member.reads_only:
        raise InsufficientPermissions
    return member


def _may_answer(member: Principal) -> bool:
    return member.may(Scope.TRANSFORM) and not member.reads_only


def _filter(form: HistoryForm) -> HistoryFilter:
    """What the valid fields ask for; a field with something odd in it asks for nothing."""
    form.is_valid()
    kind = form.cleaned_data.get("type")
    return HistoryFilter(
        transformation_type=TransformationType(kind) if kind else None, text=form.cleaned_data.get("q", "").strip()
    )


def _shown(item: HistoryItem, names: dict[str, str]) -> dict[str, object]:
    kind = names.get(item.transformation_type.value, item.transformation_type.value)
    return {"item": item, "type": kind, "verdict": VERDICTS[item.verdict.value] if item.verdict else ""}


def _entry(
    request: HttpRequest, member: Principal, item: HistoryItem, form: FeedbackForm, status: int = 200
) -> HttpResponse:
    names = {each.code.value: each.name for each in types_in(page_language())}
    try:
        result = result_of(member, item.id)
        answer = kept_answer(result) if _may_answer(member) else answer_of(result)
    except NotFound:  # kept without its text
        answer = None
    shown = {
        "shown": _shown(item, names),
        "item": item,
        "answer": answer,
        "form": form,
        "may_change": not member.reads_only,
    }
    return render(request, "transform/history_entry.html", shown, status=status)
