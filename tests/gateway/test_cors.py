"""Which pages of other origins may call the API."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.gateway.openapi_document import DOCUMENT

MANUAL = Path(__file__).parents[2] / "docs" / "operations.md"
OURS = "https://app.example.com"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key"}
STRANGERS = [
    "https://evil.example",
    "null",
    "https://app.example.com.evil.example",
    "https://evilapp.example.com",
    "http://app.example.com",
    "https://app.example.com:8443",
    "https://APP.example.com",
    "https://app.example.com/",
    "https://sub.app.example.com",
    "*",
]


@pytest.fixture(autouse=True)
def _listed(settings: Settings) -> None:
    settings.CORS_ORIGINS = [OURS]


def test_a_listed_page_may_ask_with_a_key_and_without_cookies(visitor: FrontDoor) -> None:
    answer = visitor.request("OPTIONS", "/api/v1/transform", headers={"Origin": OURS} | PREFLIGHT)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == OURS
    assert "X-API-Key" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


def test_its_page_reads_the_answer_and_its_limits(api: Api, alice: Person) -> None:
    answer = api(alice).get("/api/v1/history", headers={"Origin": OURS})
    assert answer.headers["access-control-allow-origin"] == OURS
    assert "X-RateLimit-Remaining" in answer.headers["access-control-expose-headers"]
    assert "Origin" in answer.headers["vary"]


def test_it_reads_every_field_of_an_answer_that_the_document_names(visitor: FrontDoor) -> None:
    told = visitor.get("/api/v1/preview/info", headers={"Origin": OURS}).headers["access-control-expose-headers"]
    operations = [one for methods in DOCUMENT["paths"].values() for one in methods.values()]
    answers = [answer for one in operations for answer in one["responses"].values()]
    shared = DOCUMENT["components"]["responses"].values()
    assert {name for answer in [*answers, *shared] for name in answer.get("headers", {})} == set(told.split(", "))


def test_it_sends_every_field_of_a_request_that_is_read(visitor: FrontDoor) -> None:
    """Those that operations name, those of credentials and signed requests, and those of the standards that all calls follow."""
    answer = visitor.request("OPTIONS", "/api/v1/transform", headers={"Origin": OURS} | PREFLIGHT)
    components = DOCUMENT["components"]
    named = {
        one["name"]
        for kind in ("parameters", "securitySchemes")
        for one in components[kind].values()
        if one.get("in") == "header"
    }
    told_of = set(re.findall(r"X-TB-[\w-]+", DOCUMENT["info"]["description"] + MANUAL.read_text(encoding="utf-8")))
    usual = {"Authorization", "Content-Type", "traceparent", "tracestate"}
    assert named >= {"Accept-Language", "Last-Event-ID", "X-API-Key"} and len(told_of) == 4
    assert lowered(answer.headers["access-control-allow-headers"].split(", ")) == lowered(named | told_of | usual)


def lowered(names: Iterable[str]) -> list[str]:
    return sorted(name.lower() for name in names)


def test_it_reads_problems_too(visitor: FrontDoor) -> None:
    answer = visitor.post("/api/v1/transform", {}, headers={"Origin": OURS})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, OURS)


@pytest.mark.parametrize("origin", STRANGERS)
def test_any_other_page_may_not(visitor: FrontDoor, origin: str) -> None:
    preflight = visitor.request("OPTIONS", "/api/v1/transform", headers={"Origin": origin} | PREFLIGHT)
    call = visitor.get("/api/v1/preview/info", headers={"Origin": origin})
    for answer in (preflight, call):
        assert "access-control-allow-origin" not in answer.headers
        assert "Origin" in answer.headers["vary"]


def test_pages_of_ours_are_for_nobody_elses(visitor: FrontDoor) -> None:
    assert "access-control-allow-origin" not in visitor.get("/sign-in/", headers={"Origin": OURS}).headers


def test_without_a_list_nothing_is_said(visitor: FrontDoor, settings: Settings) -> None:
    settings.CORS_ORIGINS = []
    answer = visitor.get("/api/v1/preview/info", headers={"Origin": OURS})
    assert "access-control-allow-origin" not in answer.headers
