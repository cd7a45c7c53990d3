"""GET /api/docs: a list of all operations at once, and Swagger UI in its place as soon as that is there.

Swagger UI takes seconds of a browser's processor time for a document of this size. The list needs no script.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from tonebridge.rest.openapi import rendered

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class ListedOperation:
    """One line of the list. `anchor` is where Swagger UI shows it (its `deepLinking`)."""

    method: str
    path: str
    summary: str
    anchor: str


@dataclass(frozen=True)
class Section:
    """The operations of one tag, in the document's order."""

    name: str
    description: str
    operations: tuple[ListedOperation, ...]


class ApiReference(SpectacularSwaggerView):
    """A page, for GET and HEAD alone: DRF's answer to OPTIONS would look for a template of its own."""

    url = "/api/schema?format=json"
    template_name = "api_reference.html"

    @extend_schema(exclude=True)
    def get(self, request: Request, *given: object, **named: object) -> Response:
        """The page."""
        response: Response = super().get(request, *given, **named)  # type: ignore[no-untyped-call]  # as the package has it
        response.data["sections"] = sections()
        return response


@cache
def sections() -> tuple[Section, ...]:
    """All operations of the OpenAPI document, by its tags."""
    document = json.loads(rendered(OpenApiJsonRenderer, is_compressed=False).body)
    listed = [
        (operation["tags"][0], _listed(method, path, operation))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]
    return tuple(
        Section(tag["name"], tag["description"], tuple(each for name, each in listed if name == tag["name"]))
        for tag in document["tags"]
    )


def _listed(method: str, path: str, operation: dict[str, Any]) -> ListedOperation:  # as JSON is
    anchor = f"#/{quote(operation['tags'][0])}/{operation['operationId']}"
    return ListedOperation(method.upper(), path, operation["summary"], anchor)
