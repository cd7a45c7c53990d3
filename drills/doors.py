"""Every door that takes an id, from the URL table and the schema: what a stranger would try another's ids on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from tonebridge.gateway.lanes import all_lanes
from tonebridge.gateway.probes import PATHS

Patterns = list[URLPattern | URLResolver]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
NOT_OURS = ("admin/", "api/schema", "api/docs", "i18n/")

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "api/v1/history/<uuid:transformation_id>/feedback"): {"verdict": "accepted"},
    ("POST", "api/v1/glossary/found/<uuid:found_id>/approve"): {"plain": "theirs"},
    ("PATCH", "api/v1/glossary/terms/<uuid:term_id>"): {"plain": "theirs"},
    ("PATCH", "api/v1/organization/members/<uuid:user_id>"): {"role": "viewer"},
    ("POST", "api/v1/transform/<uuid:transformation_id>/answers"): {"answers": [{"question_id": "q1", "text": "x"}]},
}
"""A body that the door takes, where an empty one is refused before anything is looked for."""


@dataclass(frozen=True)
class IdDoor:
    """A method and a path with ids in it."""

    method: str
    route: str
    parameters: tuple[str, ...] = field(default=())

    @property
    def is_api(self) -> bool:
        """Whether it answers JSON to a key; the others are pages."""
        return self.route.startswith("api/")

    @property
    def body(self) -> dict[str, Any]:
        """What to send."""
        return BODIES.get((self.method, self.route), {})

    def path(self, ids: Mapping[str, UUID]) -> str:
        """The address with these ids. Raises KeyError for a parameter that nobody has taught an id for."""
        return "/" + re.sub(r"<uuid:(\w+)>", lambda found: str(ids[found[1]]), self.route)


def doors_with_ids() -> list[IdDoor]:
    """All of them, each method that the view answers."""
    lanes = [(method, re.sub(r"\{(\w+)\}", r"<uuid:\1>", path[1:])) for method, path in all_lanes() if "{" in path]
    views = [
        (method, route)
        for route, view in _routes(get_resolver().url_patterns, "")
        if "<uuid:" in route and not route.startswith(NOT_OURS)
        for method in _methods(view)
    ]
    return [IdDoor(method, route, tuple(re.findall(r"<uuid:(\w+)>", route))) for method, route in (*views, *lanes)]


def every_path() -> list[str]:
    """Every HTTP door of the product, `{name}` for what varies: URL patterns, the gateway's lanes, and its probes."""
    routes = [
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) for route, _ in _routes(get_resolver().url_patterns, "")
    ]
    return sorted({*routes, *(path for _method, path in all_lanes()), *PATHS})


def odd_parameters() -> list[str]:
    """Routes of ours with a parameter of another kind than uuid: each would be a place for an id that nobody tries.

    A `token` is none: it is signed, and what it opens is its reader's, whoever they are.
    """
    routes = [route for route, _ in _routes(get_resolver().url_patterns, "") if not route.startswith(NOT_OURS)]
    return [route for route in routes if re.search(r"<(?!uuid:|str:token>)", route)]


def uuid_fields(schema: Mapping[str, Any]) -> list[str]:
    """`operation field` for each id that a body or a query string takes, from the OpenAPI document."""
    found = []
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            queries = [each for each in operation.get("parameters", ()) if each.get("in") == "query"]
            bodies = (operation.get("requestBody") or {}).get("content", {}).values()
            shapes = [(each["name"], each["schema"]) for each in queries] + [("", each["schema"]) for each in bodies]
            found += [
                f"{method.upper()} {path} {name}" for label, shape in shapes for name in _ids(shape, schema, label, ())
            ]
    return found


def _ids(shape: Mapping[str, Any], schema: Mapping[str, Any], label: str, seen: tuple[str, ...]) -> Iterator[str]:
    if reference := shape.get("$ref"):
        if reference not in seen:
            name = reference.rpartition("/")[2]
            yield from _ids(schema["components"]["schemas"][name], schema, label, (*seen, reference))
        return
    if shape.get("format") == "uuid":
        yield label
    for name, inner in shape.get("properties", {}).items():
        yield from _ids(inner, schema, name, seen)
    for inner in (shape.get("items"), *shape.get("anyOf", ()), *shape.get("allOf", ()), *shape.get("oneOf", ())):
        if isinstance(inner, Mapping):
            yield from _ids(inner, schema, label, seen)


def _routes(patterns: Patterns, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def _methods(view: Any) -> tuple[str, ...]:  # a view is any callable
    kind = getattr(view, "view_class", None)
    if kind is None:
        return ("GET", "POST")
    return tuple(method for method in METHODS if hasattr(kind, method.lower()))


def lists() -> list[str]:
    """Routes of the API that answer GET without an id: lists and figures."""
    routes = _routes(get_resolver().url_patterns, "")
    return [
        route for route, view in routes if route.startswith("api/v1/") and "<" not in route and "GET" in _methods(view)
    ]
