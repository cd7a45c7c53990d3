"""One message of history on a page: what it was, what it became, those like it, and what was used of it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.transform.actions.give_feedback import give_feedback
from apps.transform.bodies import RESULT_MAX
from apps.transform.contracts import HistoryItem, Verdict
from apps.transform.queries.history import result_of, sent_text_of, transformation_of
from apps.transform.queries.similar import similar_to
from apps.transform.web.history import history_member, shown_item, type_names
from apps.transform.web.words.answering import kept_answer
from apps.transform.web.words.results import ShownResult, shown_result
from tonebridge.errors import NotFound
from tonebridge.pages.forms import MessageField, PageForm

CHANGE_ID_MAX, MOST_CHANGES = 20, 1_000
SIMILAR = 3


class FeedbackForm(PageForm):
    """What became of a result."""

    verdict = forms.TypedChoiceField(choices=[(each.value, each.value) for each in Verdict], coerce=Verdict)
    final_text = MessageField(
        label=gettext_lazy("The text you sent"),
        max_characters=RESULT_MAX,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("verdict") is Verdict.EDITED and not said.get("final_text", "").strip():
            self.add_error("final_text", _("Enter the text that you sent."))
        return said


@never_cache
@vary_on_headers("X-Fragment")
@require_safe
def entry(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """GET /history/<uuid>/ — a script gets the result alone, as the workspace shows it."""
    member = history_member(request)
    item = transformation_of(member, transformation_id)
    if "X-Fragment" in request.headers:
        return render(request, "transform/_answer.html", {"answer": _answer(member, item), "member": member})
    sent = sent_text_of(member, item.id) or item.transformed_text
    return _entry(request, member, item, FeedbackForm(initial={"final_text": sent}))


@never_cache
@vary_on_headers("X-Fragment")
@require_POST
def feedback(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """POST /history/<uuid>/feedback/ — a script says so on the page that is open, so no other page has to."""
    member, form = history_member(request), FeedbackForm(request.POST)
    if not form.is_valid():
        return _entry(request, member, transformation_of(member, transformation_id), form, status=422)
    said = form.cleaned_data
    give_feedback(
        principal=member,
        transformation_id=transformation_id,
        verdict=said["verdict"],
        final_text=said["final_text"] if said["verdict"] is Verdict.EDITED else "",
        rejected_changes=_rejected(request),
    )
    if "X-Fragment" in request.headers:
        return HttpResponse(status=204)
    messages.success(request, _("Thank you. Your feedback has been saved."))
    return redirect("history-entry", transformation_id)


def _rejected(request: HttpRequest) -> tuple[str, ...]:
    ids = request.POST.getlist("rejected_changes")[:MOST_CHANGES]
    return tuple(each for each in ids if 0 < len(each) <= CHANGE_ID_MAX and each.isprintable())


def _entry(
    request: HttpRequest, member: Principal, item: HistoryItem, form: FeedbackForm, status: int = 200
) -> HttpResponse:
    names = type_names()
    shown = {
        "shown": shown_item(item, names),
        "item": item,
        "answer": _answer(member, item),
        "sent": sent_text_of(member, item.id),
        "form": form,
        "may_change": not member.reads_only,
        "may_transform": _may_answer(member),
        "similar": [shown_item(each.item, names) for each in similar_to(member, item.id, limit=SIMILAR)],
    }
    return render(request, "transform/history_entry.html", shown, status=status)


def _answer(member: Principal, item: HistoryItem) -> ShownResult | None:
    try:
        result = result_of(member, item.id)
    except NotFound:  # kept without its text
        return None
    return kept_answer(result) if _may_answer(member) else shown_result(result)


def _may_answer(member: Principal) -> bool:
    return member.may(Scope.TRANSFORM) and not member.reads_only
