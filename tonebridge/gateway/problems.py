"""Errors as `application/problem+json` (RFC 9457), in the caller's language, from this one place.

The layer catches what the lanes and the layers below raise; DRF's and Django's own errors are translated here too.
"""

import json
import logging
import sys
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from psycopg_pool import PoolTimeout
from rest_framework import exceptions as drf
from rest_framework.response import Response

from tonebridge import errors
from tonebridge.errors import FieldError, ToneBridgeError
from tonebridge.gateway.denials import note_denial, note_reason
from tonebridge.gateway.exchange import KEY, App, Exchange, Message, Receive, Scope, Send, answer, exchange_of
from tonebridge.rest.problem import CONTENT_TYPE, problem_of
from tonebridge.telemetry import context, metrics
from tonebridge.telemetry.logs import class_name

log = logging.getLogger(__name__)


READ_ONLY, FORBIDDEN = "25006", 403
BODY_UNREAD = frozenset({408, 413})
"""Refusals with a body still on its way: the connection ends, rather than take it all in."""


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
    body = json.dumps(problem_of(known, exchange.request_id), ensure_ascii=False).encode()
    ends = {"Connection": "close"} if exchange.leaves_much_unread else {}
    await answer(send, known.status, body, CONTENT_TYPE, tuple((headers(known) | ends).items()))


def as_known(error: Exception) -> ToneBridgeError:
    """The error as a leaf of our tree. What we don't know is logged and becomes Internal."""
    if isinstance(error, ToneBridgeError):
        return error
    if isinstance(error, drf.APIException | Http404):
        return _from_drf(error)
    if is_database_away(error):
        log.error("database away", extra={"error": class_name(error.__cause__ or error)})
        return errors.Unavailable(retry_after_s=2)
    if isinstance(error, RequestDataTooBig):
        return errors.PayloadTooLarge()
    log.error("unexpected error", exc_info=error)
    return errors.Internal()


def is_database_away(error: BaseException) -> bool:
    """Whether the database is away, full, read-only or too slow, rather than asked for something wrong."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout):
        return True
    state = getattr(error.__cause__, "sqlstate", None) if isinstance(error, DatabaseError) else None
    return state == READ_ONLY


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


def drf_exception_handler(error: Exception, surroundings: dict[str, Any]) -> Response:
    """DRF's door to this place."""
    known = as_known(error)
    note_reason(known, surroundings["request"].META.get(KEY))
    metrics.API_ERRORS.labels("django", known.code).inc()
    body = problem_of(known, context.get_request_id())
    return Response(body, known.status, headers=headers(known), content_type=CONTENT_TYPE)


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
    note_reason(error, request.META.get(KEY))
    if request.path.startswith(("/api/", "/.well-known/")):
        body = json.dumps(problem_of(error, context.get_request_id()), ensure_ascii=False)
        return HttpResponse(body, CONTENT_TYPE, error.status, headers=headers(error))
    shown = {"title": str(error.title), "detail": str(error.detail), "request_id": context.get_request_id()}
    if isinstance(error, errors.Unavailable):
        request.user = AnonymousUser()  # the page would ask the database who reads it
    response = render(request, "error.html", shown, status=error.status)
    for name, value in headers(error).items():
        response[name] = value
    return response


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
