"""The workspace: what one wrote, and what one would send. Works before signing in, and without JavaScript.

A script posts the same form with `X-Fragment` and gets the answer alone: one template shows results to everybody.
"""

from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from apps.accounts.call_limits import NONE_RETRY_S, calls_of, spend_call_now
from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.organizations import organization_of
from apps.accounts.queries.pages import visitor_of
from apps.transform.actions.preview_transform import preview_transform
from apps.transform.actions.transform_text import asks_models, transform_text
from apps.transform.bodies import PreviewBody, TransformBody
from apps.transform.contracts import TransformRequest
from apps.transform.known_words import words_for
from apps.transform.queries.history import transformation_of
from apps.transform.queries.types import types_in
from apps.transform.web.message_form import MessageForm
from apps.transform.web.samples import samples
from apps.transform.web.words.answering import carried_answer, kept_answer
from apps.transform.web.words.answers import Answer, answer_of
from tonebridge.errors import InsufficientPermissions, NotFound, RateLimited, ToneBridgeError
from tonebridge.pages.forms import posted, render_form
from tonebridge.pages.language import page_language
from tonebridge.pages.limits import address_of
from tonebridge.resilience.preview_limit import spend_preview_now
from tonebridge.resilience.token_bucket import Rate, spend_now
from tonebridge.rest.bodies import parse

LIVE_PER_MINUTE = 60
"""Results while typing that one credential may see."""
STREAM_PATH = "/api/v1/transform/stream"
ANY_ID = UUID(int=0)
"""Stands for a result's id in an address that a script fills in."""


@never_cache
@vary_on_headers("X-Fragment")
@require_http_methods(["GET", "HEAD", "POST"])
def workspace(request: HttpRequest) -> HttpResponse:
    """GET, POST /"""
    member = visitor_of(request.session.session_key)
    form = _form(request, member)
    answer, status = _transform(request, member, form) if request.method == "POST" else (None, 200)
    return show_workspace(request, member, form, answer, status)


def show_workspace(
    request: HttpRequest, member: Principal | None, form: MessageForm, answer: Answer | None, status: int
) -> HttpResponse:
    """The page with a result on it; for a script the result alone."""
    shown: dict[str, object] = {"answer": answer, "member": member}
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
    return {"text": samples().get(request.GET.get("sample", ""), "")}


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
        "limit": f"{_limit(member):,}",
        "types": types_in(page_language()),
        "samples": samples(),
        "stream": _stream_for(member),
        "any_id": ANY_ID,
        "per_minute": settings.PREVIEW_PER_MINUTE,
        "per_day": settings.PREVIEW_PER_DAY,
    }


def _stream_for(member: Principal | None) -> str:
    """Where to follow a model while it writes. Empty where rules write, who are done before a stream has begun; and for those whose
    results aren't kept, since the page is then made from the answer alone.
    """
    if not member or not member.may(Scope.TRANSFORM) or not asks_models(member):
        return ""
    return STREAM_PATH if organization_of(member).retention_days else ""


def _transform(request: HttpRequest, member: Principal | None, form: MessageForm) -> tuple[Answer | None, int]:
    if not form.is_valid():
        return None, 422
    try:
        return _for_member(request, member, form) if member else _for_visitor(request, form), 200
    except ToneBridgeError as error:
        form.refuse(error)
        return None, error.status


def _for_member(request: HttpRequest, member: Principal, form: MessageForm) -> Answer:
    if not member.may(Scope.TRANSFORM):
        raise InsufficientPermissions
    wanted = parse(TransformBody, form.document()).request(reader_language=page_language())
    wanted = replace(wanted, variants=form.cleaned_data["compare"])
    if form.cleaned_data["live"]:
        return _while_typing(request, member, wanted)
    spend_call_now(member, address_of(request))
    return kept_answer(transform_text(principal=member, wanted=wanted))


def _while_typing(request: HttpRequest, member: Principal, wanted: TransformRequest) -> Answer:
    """By rules, with the organization's words; it has a rate of its own, so that typing uses up nobody's calls.

    Whoever shares their calls shares it. Raises RateLimited; a plan without calls has none of it.
    """
    bucket, limit = calls_of(member, address_of(request))
    if limit == 0:
        raise RateLimited(retry_after_s=NONE_RETRY_S)
    spend_now(f"live:{bucket}", Rate(LIVE_PER_MINUTE, 60))
    known = replace(wanted, tier="rules", store=False, glossary=words_for(member))
    return answer_of(preview_transform(wanted=known))


def _for_visitor(request: HttpRequest, form: MessageForm) -> Answer:
    wanted = parse(PreviewBody, form.document()).request(reader_language=page_language())
    wanted = replace(wanted, variants=form.cleaned_data["compare"])
    spend_preview_now(address_of(request))
    return carried_answer(preview_transform(wanted=wanted), form.message())
