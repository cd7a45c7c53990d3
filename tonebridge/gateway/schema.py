"""The lanes in the OpenAPI document, beside DRF's resources, and what every operation can answer besides success."""

import re
from inspect import getdoc
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from tonebridge.gateway.lanes import all_lanes
from tonebridge.rest.lanes import Lane

Document = dict[str, Any]  # an OpenAPI document, as drf-spectacular passes it
REFERENCE = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `detail` is in the language of Accept-Language.",
    "required": ["type", "title", "status", "detail", "code", "request_id", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "detail")},
            },
        },
    },
}
EVENTS = "text/event-stream"
EVENT = {
    "type": "object",
    "description": "One event of the stream; `data` is JSON.",
    "required": ["data"],
    "properties": {
        "event": {"type": "string"},
        "id": {"type": "string"},
        "data": {"type": "string", "contentMediaType": "application/json"},
    },
}
STATUSES = {
    "400": "The request can't be read or a value can't be used",
    "401": "Sign-in needed, or the credentials are not valid",
    "403": "The role or key does not allow this",
    "404": "Nothing here, or not yours",
    "405": "The address doesn't take this method",
    "409": "Clashes with something under way",
    "413": "Too large",
    "415": "Not application/json",
    "422": "The Idempotency-Key was used with another body",
    "429": "Too many requests, or the quota is used up",
    "500": "Our fault",
    "503": "Not available right now",
    "504": "Took too long",
}


def add_lanes(result: Document, **_: Any) -> Document:
    """Paths and components of every lane."""
    for lane in all_lanes().values():
        components = result["components"].setdefault("schemas", {})
        operation = _operation(lane, components)
        result["paths"].setdefault(lane.path, {})[lane.method.lower()] = operation
    result["paths"] = dict(sorted(result["paths"].items()))
    result["components"]["schemas"] = dict(sorted(result["components"]["schemas"].items()))
    return result


def add_problems(result: Document, **_: Any) -> Document:
    """Every operation can answer a problem."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    answer = {"application/problem+json": {"schema": {"$ref": REFERENCE.format(model="Problem")}}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, description in STATUSES.items():
                operation["responses"].setdefault(status, {"description": description, "content": answer})
    return result


def _operation(lane: Lane, components: Document) -> Document:
    operation: Document = {
        "operationId": re.sub(r"\{\w+\}/", "", lane.path.removeprefix("/api/v1/")).replace("/", "_")
        + f"_{lane.method.lower()}",
        "summary": lane.summary,
        "description": getdoc(lane.handler) or "",
        "tags": [lane.tag],
        "responses": {"200": {"description": "OK"}},
        "security": [{"bearer": []}, {"apiKey": []}, {"session": []}] if lane.scope else [{}],
    }
    if "{" in lane.path:
        operation["parameters"] = [_parameter(name) for name in re.findall(r"\{(\w+)\}", lane.path)]
    if lane.content_type != "application/json":
        operation["responses"]["200"]["content"] = {lane.content_type: {"schema": {"type": "string"}}}
    if lane.takes:
        operation["requestBody"] = {"required": True, "content": _json(_body(lane.takes, components))}
    if lane.answers:
        answer = _answer(lane, components)
        operation["responses"]["200"]["content"] = {lane.content_type: {"schema": answer}}
    if lane.content_type == EVENTS:
        operation["responses"]["200"]["content"] = {EVENTS: {"schema": EVENT}}
    return operation


def _parameter(name: str) -> Document:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _json(schema: Document) -> Document:
    return {"application/json": {"schema": schema}}


def _body(model: type[BaseModel], components: Document) -> Document:
    references, definitions = models_json_schema([(model, "validation")], ref_template=REFERENCE)
    components.update(definitions.get("$defs", {}))
    return references[(model, "validation")]


def _answer(lane: Lane, components: Document) -> Document:
    assert lane.answers is not None  # noqa: S101 - the caller checks
    schema = lane.answers.json_schema(mode="serialization", ref_template=REFERENCE)
    components.update(schema.pop("$defs", {}))
    name = str(schema["title"])
    components[name] = schema
    return {"$ref": REFERENCE.format(model=name)}
