"""Read mode on a page: what one got, and what it asks, says and means. Works before signing in, and without JavaScript."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.pages import visitor_of
from apps.accounts.queries.roles import role_without
from apps.transform.actions.read_message import read_message
from apps.transform.contracts import MessageReading
from apps.transform.page_owner import FIELD, ensure_same_reader, owner_of_answer
from apps.transform.web.live_rate import spend_live
from apps.transform.web.samples import received
from apps.transform.web.shown_before import signature_for, was_shown
from tonebridge.errors import InsufficientPermissions, ToneBridgeError
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.limits.preview_limit import spend_preview_now
from tonebridge.pages.forms import MessageField, PageForm, posted, render_form
from tonebridge.pages.language import in_chosen, newly_chosen, page_language
from tonebridge.pages.limits import address_of


class ReceivedForm(PageForm):
    """The names of its fields are those of the API."""

    receiver_role = forms.CharField(label=_("Your role"), max_length=100, required=False)

    def __init__(self, *args: Any, max_characters: int, **kwargs: Any) -> None:  # Django's own, passed on
        super().__init__(*args, **kwargs)
        self.max_characters = max_characters
        typed = forms.Textarea({"rows": 10, "dir": "auto", "data-limit": str(max_characters)})
        self.fields["text"] = MessageField(label=_("Message you received"), max_characters=max_characters, widget=typed)


@never_cache
@vary_on_headers("X-Fragment")
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """GET, POST /read/"""
    member = visitor_of(request.session.session_key)
    limit = settings.TEXT_MAX_CHARACTERS if member else settings.PREVIEW_MAX_CHARACTERS
    if language := newly_chosen(request):
        typed = ReceivedForm(initial=request.POST.dict(), max_characters=limit)
        return in_chosen(language, lambda: _show(request, member, typed, None, 200))
    sample = next((each.text for each in received() if each.name == request.GET.get("sample")), "")
    form = ReceivedForm(posted(request), initial={"text": sample}, max_characters=limit)
    reading, status = _read(request, member, form) if request.method == "POST" else (None, 200)
    return _show(request, member, form, reading, status)


def _show(
    request: HttpRequest, member: Principal | None, form: ReceivedForm, reading: MessageReading | None, status: int
) -> HttpResponse:
    shown: dict[str, object] = {
        "reading": reading,
        "member": member,
        "owner": owner_of_answer(request, member),
        "carried_to": "read",
        "forbidding_role": role_without(member, Scope.ANALYZE),
        "limit": f"{form.max_characters:,}",
        "samples": received(),
        "shown_before": signature_for(request) if reading else "",
    }
    template = "transform/_read_answer.html" if "X-Fragment" in request.headers else "transform/read.html"
    return render_form(request, template, shown | _tries(), form=form, status=status)


def _tries() -> dict[str, object]:
    return {"per_minute": settings.PREVIEW_PER_MINUTE, "per_day": settings.PREVIEW_PER_DAY}


def _read(request: HttpRequest, member: Principal | None, form: ReceivedForm) -> tuple[MessageReading | None, int]:
    try:
        ensure_same_reader(request.POST.get(FIELD, ""), member)
    except ToneBridgeError as error:
        form.refuse(error, alone=True)
        return None, error.status
    if not form.is_valid():
        return None, 422
    try:
        _spend(request, member)
        values = form.cleaned_data
        found = read_message(
            principal=member,
            text=values["text"],
            receiver_role=values["receiver_role"],
            reader_language=page_language(),
        )
    except ToneBridgeError as error:
        form.refuse(error)
        return None, error.status
    return found, 200


def _spend(request: HttpRequest, member: Principal | None) -> None:
    """What a call of the API would take; less for what was read already. Raises InsufficientPermissions, RateLimited."""
    if member is not None and not member.may(Scope.ANALYZE):
        raise InsufficientPermissions
    is_known = was_shown(request, member)
    if member is None:
        return None if is_known else spend_preview_now(address_of(request))
    return spend_live(request, member) if is_known else spend_call_now(member, address_of(request))
