"""Errors as `application/problem+json` (RFC 9457), in the caller's language, from this one place.

The layer catches what the lanes and the layers below raise; DRF's and Django's own errors are translated here too.
"""

import json
import logging
import sys
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework import exceptions as drf

from tonebridge import errors
from tonebridge.errors import FieldError, ToneBridgeError
from tonebridge.gateway.asgi_types import App, Message, Receive, Scope, Send
from tonebridge.gateway.denials import note_denial, note_reason
from tonebridge.gateway.exchange import KEY, Exchange, answer, exchange_of
from tonebridge.gateway.security_headers import ERROR_PAGE
from tonebridge.resilience.database_errors import Trouble, in_use, log_trouble, trouble_of
from tonebridge.rest.problem import CONTENT_TYPE, problem_of
from tonebridge.telemetry import context, metrics

log = logging.getLogger(__name__)


FORBIDDEN = 403
BODY_UNREAD = frozenset({408, 413})
"""Refusals with a body still on its way: the connection ends, rather than take it all in."""
REQUEST = "{request_id}"
Said = tuple[str, str, int | None]
"""An error's title and detail, in the reader's language, and in how many seconds it may help to try again."""


class Problems:
    """Turns an error into a problem. Once an answer has begun nothing can be turned: the connection is closed."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def send_watched(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                if message["status"] == FORBIDDEN:
                    note_denial(exchange_of(scope))
            await send(message)

        try:
            await self.app(scope, receive, send_watched)
        except Exception as error:
            if begun:
                raise
            # Kept in no variable here: an error that its own traceback leads to would hold every frame below, and the bodies
            # in them, until the garbage collector comes by.
            await _tell(as_known(error), exchange_of(scope), send_watched)


async def _tell(known: ToneBridgeError, exchange: Exchange, send: Send) -> None:
    note_reason(known, exchange)
    metrics.API_ERRORS.labels(exchange.route, known.code).inc()
    ends = {"Connection": "close"} if exchange.leaves_much_unread else {}
    more = tuple((headers(known) | ends).items())
    if not exchange.is_api and "text/html" in exchange.headers.get("accept", ""):
        more += (("Content-Security-Policy", ERROR_PAGE),)
        body = _page_of(exchange.language, _said(known)).replace(REQUEST, exchange.request_id).encode()
        return await answer(send, known.status, body, "text/html; charset=utf-8", more)
    problem = json.dumps(problem_of(known, exchange.request_id), ensure_ascii=False).encode()
    await answer(send, known.status, problem, CONTENT_TYPE, more)
    return None


@lru_cache(maxsize=128)
def _page_of(language: str, said: Said) -> str:
    """With `REQUEST` in place of its id. Rendered once: in a flood the event loop has better things to do."""
    with translation.override(language):
        return render_to_string("error.html", _shown(said, REQUEST) | {"display_time_zone": settings.DISPLAY_TIME_ZONE})


def as_known(error: Exception) -> ToneBridgeError:
    """The error as a leaf of our tree. What we don't know is logged and becomes Internal."""
    if isinstance(error, ToneBridgeError):
        return error
    if isinstance(error, drf.APIException | Http404):
        return _from_drf(error)
    if trouble := trouble_of(error):
        return _from_database(error, trouble)
    if isinstance(error, RequestDataTooBig):
        return errors.PayloadTooLarge()
    if isinstance(error, BadRequest | SuspiciousOperation):  # as Django has it of pages: too many fields or files, say
        return errors.InvalidRequest()
    log.error("unexpected error", exc_info=error)
    return errors.Internal()


def _from_database(error: Exception, trouble: Trouble) -> ToneBridgeError:
    log_trouble(error, trouble)
    return in_use() if trouble == "in use" else errors.Unavailable(retry_after_s=2)


def headers(error: ToneBridgeError) -> dict[str, str]:
    """Headers that the error asks for."""
    found = {}
    if error.retry_after_s is not None:
        found["Retry-After"] = str(max(1, error.retry_after_s))
    if error.status in BODY_UNREAD:
        found["Connection"] = "close"
    if isinstance(error, errors.MethodNotAllowed) and error.allowed:
        found["Allow"] = ", ".join(error.allowed)
    if error.status == 401:
        found["WWW-Authenticate"] = 'Bearer realm="tonebridge"'
    return found


def drf_exception_handler(error: Exception, surroundings: dict[str, Any]) -> HttpResponse:
    """DRF's door to this place. A problem is JSON, whatever the view would have written (a page, YAML)."""
    known = as_known(error)
    note_reason(known, surroundings["request"].META.get(KEY))
    metrics.API_ERRORS.labels("django", known.code).inc()
    return _problem(known)


def _problem(error: ToneBridgeError) -> HttpResponse:
    body = json.dumps(problem_of(error, context.get_request_id()), ensure_ascii=False)
    return HttpResponse(body, CONTENT_TYPE, error.status, headers=headers(error))


PLAIN: tuple[tuple[type[Exception], type[ToneBridgeError]], ...] = (
    (drf.NotAuthenticated, errors.Unauthorized),
    (drf.AuthenticationFailed, errors.InvalidToken),
    (drf.PermissionDenied, errors.InsufficientPermissions),
    (drf.NotFound, errors.NotFound),
    (Http404, errors.NotFound),
    (drf.MethodNotAllowed, errors.MethodNotAllowed),
    (drf.UnsupportedMediaType, errors.UnsupportedMediaType),
    (drf.NotAcceptable, errors.InvalidRequest),
    (drf.ParseError, errors.InvalidRequest),
)


def _from_drf(error: Exception) -> ToneBridgeError:
    if isinstance(error, drf.ValidationError):
        return errors.ValidationFailed(fields=tuple(_field_errors(error.get_full_details())))
    if isinstance(error, drf.Throttled):
        return errors.RateLimited(retry_after_s=int(getattr(error, "wait", None) or 1))
    for known, leaf in PLAIN:
        if isinstance(error, known):
            return leaf()
    return errors.Internal()


def _field_errors(details: Any, path: str = "") -> list[FieldError]:  # DRF nests dicts and lists freely
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        return [FieldError(path or "body", str(details["code"]), str(details["message"]))]
    if isinstance(details, dict):
        return [e for name, inner in details.items() for e in _field_errors(inner, _joined(path, str(name)))]
    return [e for inner in details for e in _field_errors(inner, path)]


def _joined(path: str, name: str) -> str:
    if name == "non_field_errors":
        return path
    return f"{path}.{name}" if path else name


def page(request: HttpRequest, error: ToneBridgeError) -> HttpResponse:
    """Django's own errors: a problem under /api/, else a page that says what to do."""
    exchange: Exchange | None = request.META.get(KEY)
    note_reason(error, exchange)
    if request.path.startswith(("/api/", "/.well-known/")):
        with translation.override(exchange.language if exchange else "en"):  # not as Django chooses for pages
            return _problem(error)
    knows_reader = not isinstance(error, errors.Unavailable)
    if not knows_reader:
        request.user = AnonymousUser()  # the page would ask the database who reads it
    shown = _shown(_said(error), context.get_request_id()) | {"knows_reader": knows_reader}
    response = render(request, "error.html", shown, status=error.status)
    for name, value in headers(error).items():
        response[name] = value
    return response


def _said(error: ToneBridgeError) -> Said:
    return str(error.title), str(error.detail), error.retry_after_s


def _shown(said: Said, request_id: str) -> dict[str, str | int | None]:
    """What an error's page says."""
    title, detail, retry_after_s = said
    return {"title": title, "detail": detail, "retry_after_s": retry_after_s, "request_id": request_id}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404"""
    return page(request, errors.NotFound())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403"""
    return page(request, errors.InsufficientPermissions())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400"""
    return page(request, errors.InvalidRequest())


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500. Called while the error is being handled."""
    error = sys.exc_info()[1]
    return page(request, as_known(error) if isinstance(error, Exception) else errors.Internal())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: says what helps."""
    if KEY in request.META:
        request.META[KEY].refusal = "request.forged"
    detail = _("The page was open for too long or cookies are blocked. Reload it and try again.")
    return page(request, errors.InsufficientPermissions(detail))
