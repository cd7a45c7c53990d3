"""What somebody who reads the OpenAPI document, or generates a client of it, finds at every operation."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # ships no types

from apps.transform.bodies import KNOWN_ROLES
from apps.transform.rewriting.roles.audience import Audience, audience_of
from tests.gateway.openapi_document import DOCUMENT
from tonebridge.rest.operations import operations

JSON, PROBLEM, NDJSON, EVENTS = (
    "application/json",
    "application/problem+json",
    "application/x-ndjson",
    "text/event-stream",
)
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
VERBS = {
    "GET": {"get", "list", "export", "download", "follow"},
    "PUT": {"set"},
    "PATCH": {"update"},
    "DELETE": {"delete", "remove", "revoke", "end"},
}
"""What an operation that isn't a POST begins with: the same word for the same thing."""
NAMED = "X-Request-ID"
LIMITS = {
    "RateLimit",
    "RateLimit-Policy",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-RateLimit-Reset-After",
}


def resolved(found: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to."""
    if "$ref" not in found:
        return found
    _document, _components, kind, name = found["$ref"].split("/")
    target: dict[str, Any] = DOCUMENT["components"][kind][name]
    return target


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Bodies of an operation, asked and answered: where, media type, and what the document says of it."""
    if "requestBody" in operation:
        yield from (("request", kind, said) for kind, said in operation["requestBody"]["content"].items())
    for status, answer in operation["responses"].items():
        yield from ((status, kind, said) for kind, said in resolved(answer).get("content", {}).items())


def complaints_about(schema: dict[str, Any], value: object) -> list[str]:
    """Where an example isn't what its schema says."""
    whole = {**schema, "components": DOCUMENT["components"]}
    found = Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message}" for each in found]


def parameters(operation: dict[str, Any], place: str) -> set[str]:
    found = [resolved(each) for each in operation.get("parameters", [])]
    return {each["name"] for each in found if each["in"] == place}


def what_names_lack(door: str, operation: dict[str, Any]) -> Iterator[str]:
    verb = re.match("[a-z]+", operation["operationId"])
    if not re.fullmatch(r"[a-z]+([A-Z][a-z]+)+", operation["operationId"]):
        yield "its name isn't a verb and what it is about"
    if verb and verb[0] not in VERBS.get(door.split()[0], {verb[0]}):
        yield f"{verb[0]}… is no name of such an operation"


def what_words_lack(_door: str, operation: dict[str, Any]) -> Iterator[str]:
    summary, description = operation["summary"], operation["description"]
    if not re.fullmatch(r"[A-Z][^.]{5,60}", summary):
        yield "its summary isn't a short line in sentence case"
    if not description.endswith(".") or description.rstrip(".") == summary:
        yield "its description isn't a sentence of its own"
    if operation["tags"] not in [[tag["name"]] for tag in DOCUMENT["tags"] if tag["description"]]:
        yield "it doesn't stand under one tag that the document explains"


def what_examples_lack(_door: str, operation: dict[str, Any]) -> Iterator[str]:
    for where, kind, said in contents(operation):
        examples = [each["value"] for each in said.get("examples", {}).values()]
        if not examples:
            yield f"{where} {kind}: no example"
        for example in examples:
            yield from (f"{where} {kind}: {each}" for each in complaints_about(said["schema"], example))


def what_fields_lack(door: str, operation: dict[str, Any]) -> Iterator[str]:
    if not parameters(operation, "header") >= {"Accept-Language", "X-Request-ID"}:
        yield "header fields of the request"
    for status, answer in operation["responses"].items():
        fields = set(resolved(answer).get("headers", {}))
        if not fields >= ({NAMED} | LIMITS if "/api/" in door else {NAMED}):
            yield f"header fields of {status}"
        if "Retry-After" not in fields and status in {"429", "503"}:
            yield f"Retry-After of {status}"


def what_problems_lack(_door: str, operation: dict[str, Any]) -> Iterator[str]:
    for status in ("400", "401", "403", "404", "413", "429", "500", "503", "504"):
        if PROBLEM not in resolved(operation["responses"][status])["content"]:
            yield f"{status} is no problem"


def what_defaults_demand(_door: str, operation: dict[str, Any]) -> Iterator[str]:
    """A field with `default` counts as one that is always there in TypeScript."""
    for where, _kind, said in contents(operation):
        if where == "request":
            yield from (f"{name} has to be sent" for name in defaults_in(said["schema"]))


CHECKS = (
    what_names_lack,
    what_words_lack,
    what_examples_lack,
    what_fields_lack,
    what_problems_lack,
    what_defaults_demand,
)


def test_no_operation_lacks_anything() -> None:
    found = [f"{door}: {each}" for check in CHECKS for door, one in OPERATIONS.items() for each in check(door, one)]
    assert found == []


def defaults_in(schema: dict[str, Any]) -> Iterator[str]:
    for name, field in resolved(schema).get("properties", {}).items():
        if "default" in field:
            yield name
        yield from defaults_in(field)


def test_no_two_operations_share_a_name() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))


def test_no_operation_is_described_that_there_is_not() -> None:
    assert set(operations()) == set(OPERATIONS)


def test_tags_come_in_the_order_of_use_and_none_is_empty() -> None:
    names = [tag["name"] for tag in DOCUMENT["tags"]]
    assert names[:2] == ["Transform", "Analyze"]
    assert set(names) == {operation["tags"][0] for operation in OPERATIONS.values()}


def test_the_document_begins_with_an_introduction_and_servers() -> None:
    said = DOCUMENT["info"]["description"]
    for title in ("First request", "Authentication", "Operation names", "Errors", "Retries", "Rate limits"):
        assert f"## {title}\n" in said
    assert [server["url"] for server in DOCUMENT["servers"]] == ["/", "{origin}"]


def test_a_post_of_somebody_takes_an_idempotency_key_and_may_answer_again() -> None:
    without = {door for door, each in OPERATIONS.items() if "Idempotency-Key" not in parameters(each, "header")}
    posts = {door for door in OPERATIONS if door.startswith("POST ")}
    assert OPERATIONS.keys() - posts <= without
    assert {door.removeprefix("POST /api/v1/") for door in posts & without} == {
        "auth/email/disown",
        "auth/password/forgot",
        "auth/password/reset",
        "auth/register",
        "auth/token",
        "auth/token/refresh",
        "preview/analyze",
        "preview/transform",
    }
    for door in posts - without:
        answers = OPERATIONS[door]["responses"]
        assert "Idempotency-Replayed" in next(a for status, a in answers.items() if status[0] == "2")["headers"]


def test_a_transform_for_later_and_its_job_stand_in_the_document() -> None:
    transform = OPERATIONS["POST /api/v1/transform"]
    assert "Prefer" in parameters(transform, "header")
    later = transform["responses"]["202"]
    assert later["content"][JSON]["schema"] == {"$ref": "#/components/schemas/JobOut"}
    assert {"Location", "Preference-Applied"} <= set(later["headers"])


@pytest.mark.parametrize(
    ("door", "line"),
    [
        ("GET /api/v1/audit/export", "AuditEntryOut"),
        ("POST /api/v1/me/export", "ExportLine"),
        ("GET /api/v1/jobs/{job_id}/results/download", "OutcomeOut"),
    ],
)
def test_json_lines_are_a_text_whose_lines_are_described(door: str, line: str) -> None:
    said = OPERATIONS[door]["responses"]["200"]["content"][NDJSON]["schema"]
    assert (said["type"], said["contentSchema"]) == ("string", {"$ref": f"#/components/schemas/{line}"})


def test_roles_list_their_values() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert schemas["RoleEnum"]["enum"] == ["owner", "admin", "member", "viewer"]
    for name in ("sender_role", "receiver_role"):
        assert schemas["ContextBody"]["properties"][name]["examples"] == list(KNOWN_ROLES)
    assert Audience.UNKNOWN not in {audience_of(role) for role in KNOWN_ROLES}
