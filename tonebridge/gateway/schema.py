"""The lanes in the OpenAPI document, beside DRF's resources."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from tonebridge.gateway.lanes import all_lanes
from tonebridge.gateway.schema_shared import LATER, PREFERRED, references
from tonebridge.rest.auto_schema import example_of, say_defaults
from tonebridge.rest.lanes import Lane
from tonebridge.rest.operations import Operation, operation

Document = dict[str, Any]  # an OpenAPI document, as drf-spectacular passes it
REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"
EVENTS = {"description": "Server-sent events (WHATWG). The data of each event is JSON."}
"""Of no type: to some readers a stream is a text, to others each event is an object."""


def add_lanes(result: Document, **_: Any) -> Document:
    """A hook of drf-spectacular: paths and components of every lane."""
    for lane in all_lanes().values():
        components = result["components"].setdefault("schemas", {})
        result["paths"].setdefault(lane.path, {})[lane.method.lower()] = _operation(lane, components)
    result["paths"] = dict(sorted(result["paths"].items()))
    result["components"]["schemas"] = dict(sorted(result["components"]["schemas"].items()))
    return result


def _operation(lane: Lane, components: Document) -> Document:
    described = operation(lane.method, lane.path)
    found: Document = {
        "operationId": described.id,
        "summary": described.summary,
        "description": described.description,
        "tags": [described.tag],
        "parameters": [_parameter(name) for name in re.findall(r"\{(\w+)\}", lane.path)],
        "security": [{"bearer": []}, {"apiKey": []}, {"session": []}] if lane.scope else [{}],
        "responses": {"200": {"description": described.summary, "content": _answer(lane, described, components)}},
    }
    if lane.takes:
        body = {"schema": _body(lane.takes, components), "examples": example_of(described.request)}
        found["requestBody"] = {"required": True, "content": {JSON: body}}
    if lane.resumes:
        found["parameters"].append({"$ref": "#/components/parameters/LastEventId"})
    if lane.answers_later:
        found["parameters"].append({"$ref": "#/components/parameters/Prefer"})
        found["responses"]["202"] = _later(lane)
    return found


def _parameter(name: str) -> Document:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}


def _answer(lane: Lane, described: Operation, components: Document) -> Document:
    schema = EVENTS if lane.answers is None else _answered(lane, components)
    return {lane.content_type: {"schema": schema, "examples": example_of(described.answer_as(lane.content_type))}}


def _later(lane: Lane) -> Document:
    job = operation("GET", "/api/v1/jobs/{job_id}").response
    content = {JSON: {"schema": {"$ref": REFERENCE.format(model=lane.answers_later)}, "examples": example_of(job)}}
    return {
        "description": "Accepted as a job (with `Prefer: respond-async`)",
        "headers": references(LATER | PREFERRED),
        "content": content,
    }


def _body(model: type[BaseModel], components: Document) -> Document:
    mapping, definitions = models_json_schema([(model, "validation")], ref_template=REFERENCE)
    for each in definitions.get("$defs", {}).values():
        say_defaults(each)
    components.update(definitions.get("$defs", {}))
    return mapping[(model, "validation")]


def _answered(lane: Lane, components: Document) -> Document:
    assert lane.answers is not None  # noqa: S101 - the caller checks
    schema = lane.answers.json_schema(mode="serialization", ref_template=REFERENCE)
    components.update(schema.pop("$defs", {}))
    name = str(schema["title"])
    components[name] = schema
    return {"$ref": REFERENCE.format(model=name)}
