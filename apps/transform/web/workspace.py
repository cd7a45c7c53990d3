"""The workspace: what one wrote, and what one would send. Works before signing in, and without JavaScript.

A script posts the same form with `X-Fragment` and gets the answer alone: one template shows results to everybody.
"""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.pages import visitor_of
from apps.accounts.queries.retention import keeps_messages
from apps.accounts.queries.roles import role_without
from apps.transform.actions.preview_transform import preview_transform
from apps.transform.actions.transform_text import transform_text
from apps.transform.bodies import PreviewBody, TransformBody
from apps.transform.contracts import TransformRequest
from apps.transform.page_owner import FIELD, ensure_same_reader, owner_of_answer
from apps.transform.providers.versions import asks_models
from apps.transform.queries.history import transformation_of
from apps.transform.queries.known_words import words_for
from apps.transform.queries.types import types_in
from apps.transform.web.live_rate import spend_live
from apps.transform.web.message_form import MessageForm
from apps.transform.web.model_hint import hint_for, noted
from apps.transform.web.samples import example, sample_of, samples
from apps.transform.web.shown_before import signature_for, was_shown
from apps.transform.web.words.answering import carried_answer, kept_answer
from apps.transform.web.words.results import ShownResult, shown_result
from tonebridge.errors import InsufficientPermissions, NotFound, ToneBridgeError
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.limits.preview_limit import spend_preview_now
from tonebridge.pages.forms import posted, render_form
from tonebridge.pages.language import in_chosen, newly_chosen, page_language
from tonebridge.pages.limits import address_of
from tonebridge.rest.bodies import parse
from tonebridge.telemetry.context import get_request_id

STREAM_PATH = "/api/v1/transform/stream"
ANY_ID = UUID(int=0)
"""Stands for a result's id in an address that a script fills in."""


@never_cache
@vary_on_headers("X-Fragment")
@require_http_methods(["GET", "HEAD", "POST"])
def workspace(request: HttpRequest) -> HttpResponse:
    """GET, POST /"""
    member = visitor_of(request.session.session_key)
    if language := newly_chosen(request):
        typed = MessageForm(initial=request.POST.dict(), max_characters=_limit(member))
        return in_chosen(language, lambda: show_workspace(request, member, typed, None, 200))
    form = _form(request, member)
    answer, status = _transform(request, member, form) if request.method == "POST" else (None, 200)
    hint = hint_for(request, member, answer.result) if answer else None
    response = show_workspace(request, member, form, answer, status, hint)
    return noted(response) if hint else response


def show_workspace(
    request: HttpRequest,
    member: Principal | None,
    form: MessageForm,
    answer: ShownResult | None,
    status: int,
    hint: Promise | None = None,
) -> HttpResponse:
    """The page with a result on it; for a script the result alone. `hint` is what a model could do here."""
    shown: dict[str, object] = {
        "answer": answer,
        "model_hint": hint,
        "member": member,
        "owner": owner_of_answer(request, member),
        "forbidding_role": role_without(member, Scope.TRANSFORM),
        "request_id": get_request_id(),
    }
    if answer is not None and _can_be_written_again(member):
        shown["shown_before"] = signature_for(request)
    if "X-Fragment" in request.headers:
        return render_form(request, "transform/_answer.html", shown, form=form, status=status)
    return render_form(request, "transform/workspace.html", shown | _surroundings(member), form=form, status=status)


def _form(request: HttpRequest, member: Principal | None) -> MessageForm:
    return MessageForm(posted(request), initial=_initial(request, member), max_characters=_limit(member))


def _initial(request: HttpRequest, member: Principal | None) -> dict[str, object]:
    """A sample, or a message of the member's own history. Raises NotFound."""
    known = request.GET.get("message", "")
    if known and member and member.may(Scope.HISTORY):
        return _from_history(member, known)
    sample = sample_of(request.GET.get("sample", ""), page_language())
    return {"text": sample.text, "transformation_type": sample.type} if sample else {}


def _from_history(member: Principal, known: str) -> dict[str, object]:
    try:
        item = transformation_of(member, UUID(known))
    except ValueError as error:
        raise NotFound from error
    return {
        "text": item.original_text,
        "transformation_type": item.transformation_type.value,
        "intensity": item.intensity.value,
    }


def _limit(member: Principal | None) -> int:
    limit: int = settings.TEXT_MAX_CHARACTERS if member else settings.PREVIEW_MAX_CHARACTERS
    return limit


def _surroundings(member: Principal | None) -> dict[str, object]:
    return {
        "carried_to": "workspace",
        "limit": f"{_limit(member):,}",
        "types": types_in(page_language()),
        "samples": samples(page_language()),
        "example": example(page_language()),
        "stream": _stream_for(member),
        "any_id": ANY_ID,
        "per_minute": settings.PREVIEW_PER_MINUTE,
        "per_day": settings.PREVIEW_PER_DAY,
    }


def _stream_for(member: Principal | None) -> str:
    """Where to follow a model while it writes. Empty where rules write, who are done before a stream has begun; and for those whose
    results aren't kept, since the page is then made from the answer alone.
    """
    if not member or not member.may(Scope.TRANSFORM) or not asks_models(member.organization_id):
        return ""
    return STREAM_PATH if keeps_messages(member) else ""


def _can_be_written_again(member: Principal | None) -> bool:
    """Whether rules wrote a result that nobody keeps: they would write the same again."""
    return member is None or not (keeps_messages(member) or asks_models(member.organization_id))


def _transform(request: HttpRequest, member: Principal | None, form: MessageForm) -> tuple[ShownResult | None, int]:
    try:
        ensure_same_reader(request.POST.get(FIELD, ""), member)
    except ToneBridgeError as error:  # first of all: what they may write is another person's limit
        form.refuse(error, alone=True)
        return None, error.status
    if not form.is_valid():
        return None, 422
    try:
        return _for_member(request, member, form) if member else _for_visitor(request, form), 200
    except ToneBridgeError as error:
        form.refuse(error)
        return None, error.status


def _for_member(request: HttpRequest, member: Principal, form: MessageForm) -> ShownResult:
    if not member.may(Scope.TRANSFORM):
        raise InsufficientPermissions
    wanted = parse(TransformBody, form.document()).request(reader_language=page_language())
    wanted = replace(wanted, variants=form.cleaned_data["compare"])
    if form.cleaned_data["rules"]:
        wanted = replace(wanted, tier="rules")
    if form.cleaned_data["live"] or was_shown(request, member):
        return _while_typing(request, member, wanted)
    spend_call_now(member, address_of(request))
    return kept_answer(transform_text(principal=member, wanted=wanted))


def _while_typing(request: HttpRequest, member: Principal, wanted: TransformRequest) -> ShownResult:
    """By rules, with the organization's words. Raises RateLimited."""
    spend_live(request, member)
    known = replace(wanted, tier="rules", store=False, glossary=words_for(member))
    return shown_result(preview_transform(wanted=known))


def _for_visitor(request: HttpRequest, form: MessageForm) -> ShownResult:
    wanted = parse(PreviewBody, form.document()).request(reader_language=page_language())
    wanted = replace(wanted, variants=form.cleaned_data["compare"])
    if not was_shown(request, None):
        spend_preview_now(address_of(request))
    return carried_answer(preview_transform(wanted=wanted), form.message())
