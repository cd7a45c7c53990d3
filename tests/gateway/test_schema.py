"""The OpenAPI document: committed, complete, and true under bad input."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests  # ships no types
import schemathesis
import yaml
from django.conf import settings as django_settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.core.result import Ok

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.gateway.openapi_document import DOCUMENT
from tonebridge.gateway.lanes import all_lanes

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"


SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
FOUND = [result.ok() for result in SCHEMA.get_all_operations() if isinstance(result, Ok)]
OPERATIONS = {operation.label: operation for operation in FOUND}
SENDABLE = {"method", "url", "headers", "params", "json", "data", "files"}
STATEFUL = {"POST /api/v1/auth/logout", "POST /api/v1/auth/token", "POST /api/v1/auth/register"}
"""Would sign the caller out, or meet the limit on guessing: tested where they live."""


def test_the_committed_document_is_the_generated_one() -> None:
    committed = yaml.load(COMMITTED.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert json.loads(json.dumps(committed, default=str)) == DOCUMENT, "run `make schema` and commit docs/openapi.yaml"


def test_the_document_is_openapi_31() -> None:
    assert DOCUMENT["openapi"].startswith("3.1")
    validate_schema(DOCUMENT)


def test_the_document_is_made_once_for_all_who_ask(visitor: FrontDoor, monkeypatch: pytest.MonkeyPatch) -> None:
    first = [visitor.get("/api/schema").content, visitor.get("/api/schema?format=json").json()]
    monkeypatch.setattr(SchemaGenerator, "get_schema", None)
    again = visitor.get("/api/schema")
    assert [again.content, visitor.get("/api/schema?format=json").json()] == first
    known = visitor.get("/api/schema", headers={"If-None-Match": again.headers["etag"]})
    assert (yaml.load(again.content, Loader=yaml.CSafeLoader)["openapi"], known.status_code, known.content) == (
        "3.1.0",
        304,
        b"",
    )


def test_the_document_comes_small_to_who_takes_it_compressed(visitor: FrontDoor) -> None:
    sizes, tags = {}, set()
    for encoding in ("identity", "gzip"):
        asked = {"Accept-Encoding": encoding}
        answer = visitor.get("/api/schema?format=json", headers=asked)
        sizes[encoding] = int(answer.headers["content-length"])
        tags.add(answer.headers["etag"])
        known = visitor.get("/api/schema?format=json", headers=asked | {"If-None-Match": answer.headers["etag"]})
        assert (answer.json(), "Accept-Encoding" in answer.headers["vary"], known.status_code) == (DOCUMENT, True, 304)
    assert len(tags) == 2 and sizes["gzip"] < 50_000 and sizes["identity"] < 320_000


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("gzip;q=0", None), ("GZIP; q=0.000, br", None), ("br, gzip; q=0.1", "gzip"), ("gzip;q=1", "gzip"), ("", None)],
)
def test_it_comes_compressed_to_nobody_who_says_no(visitor: FrontDoor, accepted: str, sent: str | None) -> None:
    answer = visitor.get("/api/schema?format=json", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding"), answer.json()) == (sent, DOCUMENT)


def test_the_documents_page_reads_json_and_draws_what_is_opened(visitor: FrontDoor) -> None:
    page = visitor.get("/api/docs").text
    assert "/api/schema?format\\u003Djson" in page and '"docExpansion": "none"' in page


def test_the_documents_page_lists_every_operation_before_any_script_has_run(visitor: FrontDoor) -> None:
    page = visitor.get("/api/docs").text
    before, _scripts = page.split("<script", 1)
    for operations in DOCUMENT["paths"].values():
        for operation in operations.values():
            anchor = f"#/{quote(operation['tags'][0])}/{operation['operationId']}"
            assert before.count(f'href="{anchor}"') == 1, operation["operationId"]


def test_asking_for_the_document_is_counted_like_any_call_of_a_stranger(
    visitor: FrontDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django_settings, "GATEWAY_ANONYMOUS_PER_MINUTE", 2)
    paths = ("/api/schema", "/api/docs", "/api/v1/preview/info")
    assert [visitor.get(path).status_code for path in paths] == [200, 200, 429]


def test_every_lane_stands_in_the_document() -> None:
    for method, path in all_lanes():
        assert method.lower() in DOCUMENT["paths"][path]


@pytest.mark.parametrize("label", sorted(OPERATIONS.keys() - STATEFUL))
def test_whatever_comes_in_nothing_breaks(api: Api, alice: Person, label: str) -> None:
    operation = OPERATIONS[label]
    door = api(alice)

    @seed(7)
    @settings(max_examples=8, database=None, deadline=None, suppress_health_check=list(HealthCheck), derandomize=False)
    @given(case=operation.as_strategy())
    def check(case: "schemathesis.Case[Any]") -> None:
        arguments = case.as_transport_kwargs(base_url="http://127.0.0.1")
        sent = requests.Request(**{name: arguments[name] for name in arguments if name in SENDABLE}).prepare()
        headers = {name: value for name, value in sent.headers.items() if name.lower() not in {"user-agent", "cookie"}}
        answer = door.request(str(sent.method), str(sent.url), content=sent.body or b"", headers=headers)
        assert answer.status_code < 500, answer.text
        assert str(answer.status_code) in operation.definition.raw["responses"], answer.text

    check()
