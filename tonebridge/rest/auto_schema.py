"""DRF's resources in the OpenAPI document, in the words of `operations.yaml`."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from tonebridge.rest.ndjson import NDJSON
from tonebridge.rest.operations import Operation, operation

Document = dict[str, Any]  # a part of an OpenAPI document, as drf-spectacular has it
JSON = "application/json"
EXAMPLE = "example"


class DescribedSchema(AutoSchema):
    """What an operation takes and answers comes from its view; what it is called and does, from its app's file."""

    @property
    def described(self) -> Operation:
        """The operation's entry. Raises ImproperlyConfigured where there is none."""
        return operation(self.method, self.path)

    def get_operation_id(self) -> str:
        return self.described.id

    def get_summary(self) -> str:
        return self.described.summary

    def get_description(self) -> str:  # type: ignore[override]  # as the package itself overrides DRF
        return self.described.description

    def get_tags(self) -> list[str]:
        return [self.described.tag]

    def _get_examples(
        self, serializer: Any, direction: str, media_type: str, *_more: Any
    ) -> Document:  # as it passes them
        if direction == "request":
            return example_of(self.described.request)
        return example_of(self.described.answer_as(media_type))

    def _get_request_body(self, direction: str = "request") -> Document | None:
        """The package knows no bodies of DELETE; two of ours ask for a word to make sure."""
        if self.method != "DELETE" or self.described.request is None:
            body: Document | None = super()._get_request_body(direction)  # type: ignore[no-untyped-call]  # as the package has it
            return body
        schema, _required = self._get_request_for_media_type(  # type: ignore[no-untyped-call]  # as the package has it
            self.get_request_serializer(), direction
        )
        return {"required": True, "content": {JSON: {"schema": schema, "examples": example_of(self.described.request)}}}

    def _get_response_for_code(self, *given: Any, **named: Any) -> Document:  # as the package passes them
        """JSON lines are a text, each line of which is what the view names."""
        answer: Document = super()._get_response_for_code(*given, **named)  # type: ignore[no-untyped-call]  # as the package has it
        if lines := answer.get("content", {}).get(NDJSON):
            lines["schema"] = {"type": "string", "contentMediaType": JSON, "contentSchema": lines["schema"]}
        answer["description"] = answer["description"] or self.described.summary
        return answer

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Document:
        mapped: Document = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]  # as the package has it
        if direction == "request":
            say_defaults(mapped)
        return mapped


def example_of(value: Any) -> Document:
    """`examples` of a body; empty where there is nothing to show."""
    return {} if value is None else {EXAMPLE: {"value": value}}


def say_defaults(schema: Document) -> None:
    """Moves defaults of a body's fields into their descriptions.

    `openapi-typescript` takes a field with `default` for one that is always there, in what is sent as in what is answered.
    """
    for field in schema.get("properties", {}).values():
        if "default" in field:
            said = f"Default: {_said(field.pop('default'))}."
            field["description"] = " ".join(filter(None, [field.get("description", ""), said]))


def _said(default: Any) -> str:  # whatever JSON holds
    if isinstance(default, list):
        return ", ".join(f"`{each}`" for each in default) or "none"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    return "none" if default in (None, "") else f"`{default}`"
