"""History on pages: the list, searched and filtered."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.organizations import organization_of
from apps.accounts.queries.pages import member_of
from apps.transform.actions.delete_transformation import delete_transformation
from apps.transform.contracts import HistoryFilter, HistoryItem, TransformationType
from apps.transform.queries.history import history_page, transformation_of
from apps.transform.queries.types import types_in
from apps.transform.web.words.kinds import VERDICTS
from tonebridge.errors import InsufficientPermissions
from tonebridge.pages.forms import PageForm
from tonebridge.pages.language import page_language
from tonebridge.pages.lists import next_query, wanted_page
from tonebridge.pages.parts import HEADER

A_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class HistoryForm(PageForm):
    """What to look for. Both days are within the range, in the zone that times are shown in."""

    q = forms.CharField(
        label=gettext_lazy("Search"), max_length=200, required=False, widget=forms.TextInput({"type": "search"})
    )
    type = forms.ChoiceField(label=gettext_lazy("Kind of change"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=A_DAY)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=A_DAY)


@never_cache
@vary_on_headers(HEADER)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """GET /history/?q=&type=&since=&until=&cursor="""
    member = history_member(request)
    names = type_names()
    form = HistoryForm(request.GET)
    form.offer("type", [("", _("All")), *names.items()])
    page = history_page(member, _filter(form), wanted_page(request, scope=f"history:{member.user_id}"))
    shown = {
        "form": form,
        "items": [shown_item(item, names) for item in page.items],
        "next_query": next_query(request, page.next_cursor),
        "filtered": any(form.cleaned_data.values()),
        "later": "cursor" in request.GET,
        "days": organization_of(member).retention_days,
    }
    return render(request, "transform/history.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """GET, POST /history/<uuid>/delete/ — asks first."""
    member = history_member(request)
    if request.method != "POST":
        return render(request, "transform/history_delete.html", {"item": transformation_of(member, transformation_id)})
    delete_transformation(principal=member, transformation_id=transformation_id)
    messages.success(request, _("The message and its result have been deleted."))
    return redirect("history")


def history_member(request: HttpRequest) -> Principal:
    """Who looks at history. Raises Unauthorized, InsufficientPermissions."""
    member = member_of(request.session.session_key, Scope.HISTORY)
    if request.method == "POST" and member.reads_only:
        raise InsufficientPermissions
    return member


def type_names() -> dict[str, str]:
    """The seven types in the reader's language, by code."""
    return {each.code.value: each.name for each in types_in(page_language())}


def shown_item(item: HistoryItem, names: dict[str, str]) -> dict[str, object]:
    """An item with the names of its type and of what became of it."""
    kind = names.get(item.transformation_type.value, item.transformation_type.value)
    return {"item": item, "type": kind, "verdict": VERDICTS[item.verdict.value] if item.verdict else ""}


def _filter(form: HistoryForm) -> HistoryFilter:
    """What the valid fields ask for; a field with something odd in it asks for nothing."""
    form.is_valid()
    said = form.cleaned_data
    kind, until = said.get("type"), said.get("until")
    return HistoryFilter(
        transformation_type=TransformationType(kind) if kind else None,
        since=_midnight(said.get("since")),
        until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
        text=said.get("q", "").strip(),
    )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(settings.DISPLAY_TIME_ZONE)) if day else None
