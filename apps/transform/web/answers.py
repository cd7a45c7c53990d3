"""Questions answered in place: a member's result is kept, a visitor's message travels with the form."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from apps.accounts.contracts import Principal, Scope
from apps.accounts.queries.pages import member_of
from apps.transform.actions.answer_questions import answer_questions
from apps.transform.actions.preview_answers import preview_answers
from apps.transform.actions.preview_transform import preview_transform
from apps.transform.bodies import ANSWER_MAX, PREVIEW_MAX, PreviewBody
from apps.transform.contracts import TransformResult
from apps.transform.queries.history import result_of
from apps.transform.web.message_form import MessageForm
from apps.transform.web.shown_before import was_shown
from apps.transform.web.words.answering import carried_answer, kept_answer
from apps.transform.web.words.answers_form import AnswersForm
from apps.transform.web.words.results import ShownResult
from apps.transform.web.workspace import show_workspace
from tonebridge.errors import InsufficientPermissions, ToneBridgeError
from tonebridge.limits.call_limits import spend_call_now
from tonebridge.limits.preview_limit import spend_preview_now
from tonebridge.pages.language import page_language
from tonebridge.pages.limits import address_of
from tonebridge.rest.bodies import parse


@never_cache
@vary_on_headers("X-Fragment")
@require_POST
def answer_kept(request: HttpRequest, transformation_id: UUID) -> HttpResponse:
    """POST /history/<uuid>/answers/ — a script gets the new result, a page moves on to it."""
    member = member_of(request.session.session_key, Scope.TRANSFORM)
    if member.reads_only:
        raise InsufficientPermissions
    known = result_of(member, transformation_id)
    form = AnswersForm(request.POST, questions=known.questions, max_characters=ANSWER_MAX)
    result, status = _answer_kept(request, member, known, form)
    if result is not None and "X-Fragment" not in request.headers:
        return redirect("history-entry", result.id)
    message = MessageForm(initial=_message_of(known), max_characters=settings.TEXT_MAX_CHARACTERS)
    message.retry_after_s = form.retry_after_s
    return show_workspace(request, member, message, kept_answer(result) if result else kept_answer(known, form), status)


@never_cache
@vary_on_headers("X-Fragment")
@require_POST
def answer_carried(request: HttpRequest) -> HttpResponse:
    """POST /answers/ — message and all answers so far in, the whole result out; nothing is kept."""
    message = MessageForm(request.POST, max_characters=settings.PREVIEW_MAX_CHARACTERS)
    answer, status = _answer_carried(request, message) if message.is_valid() else (None, 422)
    return show_workspace(request, None, message, answer, status)


def _answer_kept(
    request: HttpRequest, member: Principal, known: TransformResult, form: AnswersForm
) -> tuple[TransformResult | None, int]:
    if not form.is_valid():
        return None, 422
    try:
        spend_call_now(member, address_of(request))
        answers, language = form.answers(), page_language()
        result = answer_questions(
            principal=member, transformation_id=known.id, answers=answers, reader_language=language
        )
    except ToneBridgeError as error:
        form.refuse(error)
        return None, error.status
    return result, 200


def _answer_carried(request: HttpRequest, message: MessageForm) -> tuple[ShownResult | None, int]:
    try:
        wanted = parse(PreviewBody, message.document()).request(reader_language=page_language())
        if not was_shown(request, None):
            spend_preview_now(address_of(request))
        base = preview_transform(wanted=wanted)
    except ToneBridgeError as error:
        message.refuse(error)
        return None, error.status
    form = AnswersForm(request.POST, questions=base.questions, max_characters=PREVIEW_MAX)
    if not form.is_valid():
        return carried_answer(base, message.message(), form=form), 422
    result = preview_answers(result=base, answers=form.answers(), reader_language=page_language())
    return carried_answer(result, message.message(), form.answers()), 200


def _message_of(result: TransformResult) -> dict[str, object]:
    return {
        "text": result.original_text,
        "transformation_type": result.transformation_type.value,
        "intensity": result.intensity.value,
    }
