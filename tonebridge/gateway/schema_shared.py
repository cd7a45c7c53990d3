"""What every operation of the OpenAPI document shares: fields of requests and answers, and problems.

The fields are described in `openapi_shared.yaml`; problems are the leaves of `tonebridge.errors`.
"""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from pydantic import TypeAdapter

from tonebridge import errors
from tonebridge.errors import ToneBridgeError
from tonebridge.rest.problem import CONTENT_TYPE, problem_of
from tonebridge.strict_yaml import read_yaml

Document = dict[str, Any]  # a part of an OpenAPI document
DOCUMENT = TypeAdapter(Document)
SHARED = Path(__file__).with_name("openapi_shared.yaml")
EXAMPLE_ID = "0c892b2c89f44f10"

PROBLEMS: dict[str, tuple[type[ToneBridgeError], str]] = {
    "400": (errors.ValidationFailed, "The request can't be parsed, or a value is invalid"),
    "401": (errors.Unauthorized, "The credentials are missing or invalid"),
    "403": (errors.InsufficientPermissions, "The role or the API key doesn't allow this operation"),
    "404": (errors.NotFound, "The resource doesn't exist, or you have no access to it"),
    "405": (errors.MethodNotAllowed, "The path doesn't support this method"),
    "409": (errors.Conflict, "The request conflicts with the current state"),
    "413": (errors.PayloadTooLarge, "The request is too large"),
    "415": (errors.UnsupportedMediaType, "The content type isn't supported"),
    "422": (errors.IdempotencyMismatch, "The Idempotency-Key was used with a different body"),
    "429": (errors.RateLimited, "Too many requests, or the quota is exhausted"),
    "500": (errors.Internal, "An internal error occurred"),
    "503": (errors.Unavailable, "The service is temporarily unavailable"),
    "504": (errors.TimedOut, "The request took too long"),
}
"""By status: the leaf that stands for it, and what it means."""

LIMITS = {
    "RateLimit": "RateLimit",
    "RateLimit-Policy": "RateLimitPolicy",
    "X-RateLimit-Limit": "XRateLimitLimit",
    "X-RateLimit-Remaining": "XRateLimitRemaining",
    "X-RateLimit-Reset": "XRateLimitReset",
    "X-RateLimit-Reset-After": "XRateLimitResetAfter",
}
NAMED = {"X-Request-ID": "RequestId"}
WAIT, CHALLENGE = {"Retry-After": "RetryAfter"}, {"WWW-Authenticate": "WWWAuthenticate"}
REPLAYED, LATER = {"Idempotency-Replayed": "IdempotencyReplayed"}, {"Location": "Location"}
PREFERRED = {"Preference-Applied": "PreferenceApplied"}
ANSWERED = NAMED | LIMITS | WAIT | CHALLENGE | REPLAYED | LATER | PREFERRED
"""Header fields of answers, and their components."""


def add_shared(result: Document, **_: Any) -> Document:
    """A hook of drf-spectacular: components, and a reference to each wherever it applies."""
    components = result["components"]
    for kind in ("parameters", "headers", "schemas"):
        components.setdefault(kind, {}).update(_shared()[kind])
    components["responses"] = {leaf.__name__: _problem(status) for status, (leaf, _said) in PROBLEMS.items()}
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, is_limited=path.startswith("/api/"))
    return result


@cache
def _shared() -> Document:
    return read_yaml(SHARED, DOCUMENT)


def asked_fields() -> tuple[str, ...]:
    """Header fields of requests that operations name."""
    return tuple(each["name"] for each in _shared()["parameters"].values() if each["in"] == "header")


def _complete(operation: Document, method: str, *, is_limited: bool) -> None:
    takes_key = method == "post" and {} not in operation.get("security", [{}])[:1]
    named = ["AcceptLanguage", "RequestId", *(["IdempotencyKey"] if takes_key else [])]
    operation["parameters"] = [*operation.get("parameters", []), *(_reference("parameters", name) for name in named)]
    always = NAMED | (LIMITS if is_limited else {})
    for answer in operation["responses"].values():
        answer["headers"] = answer.get("headers", {}) | references(always | (REPLAYED if takes_key else {}))
    for status, (leaf, _said) in PROBLEMS.items():
        operation["responses"].setdefault(status, _reference("responses", leaf.__name__))


def references(fields: dict[str, str]) -> Document:
    """Header fields by name, as references to their components."""
    return {name: _reference("headers", component) for name, component in fields.items()}


def _problem(status: str) -> Document:
    leaf, said = PROBLEMS[status]
    fields = NAMED | LIMITS | (WAIT if status in {"409", "429", "503"} else {}) | (CHALLENGE if status == "401" else {})
    with translation.override("en"):
        example = problem_of(leaf(), EXAMPLE_ID)
    content = {"schema": _reference("schemas", "Problem"), "examples": {"example": {"value": example}}}
    return {"description": said, "headers": references(fields), "content": {CONTENT_TYPE: content}}


def _reference(kind: str, name: str) -> Document:
    return {"$ref": f"#/components/{kind}/{name}"}
