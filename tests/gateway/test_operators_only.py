"""/metrics and the details of /health/ready are for operators: for addresses that are named, and come as they are."""

import pytest
from pytest_django import Settings

from tests.front_door import FrontDoor
from tonebridge.gateway.client_address import without_hearsay

FORWARDED = [
    {"X_Forwarded_For": "127.0.0.1"},
    {"X_Forwarded_Proto": "https"},
    {"X_Forwarded_Host": "127.0.0.1"},
    {"X_Real_IP": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1"},
    {"Via": "1.1 proxy"},
]
"""What a proxy on the same machine adds, each by itself."""


def test_the_machine_itself_reads_metrics_and_details(visitor: FrontDoor) -> None:
    assert visitor.get("/metrics").status_code == 200
    assert {"reason", "milliseconds"} <= visitor.get("/health/ready").json()["dependencies"][0].keys()


@pytest.mark.parametrize("headers", FORWARDED, ids=lambda headers: next(iter(headers)))
def test_through_a_proxy_that_nobody_named_there_are_no_metrics(visitor: FrontDoor, headers: dict[str, str]) -> None:
    assert visitor.as_(**headers).get("/metrics").status_code == 404


@pytest.mark.parametrize("headers", FORWARDED, ids=lambda headers: next(iter(headers)))
def test_through_such_a_proxy_readiness_is_told_in_a_word(visitor: FrontDoor, headers: dict[str, str]) -> None:
    told = visitor.as_(**headers).get("/health/ready").json()
    assert told.keys() == {"ready", "degraded", "dependencies"}
    assert {frozenset(each) for each in told["dependencies"]} == {frozenset({"name", "status"})}


def test_a_named_proxy_tells_whom_it_asks_for(visitor: FrontDoor, settings: Settings) -> None:
    settings.TRUSTED_PROXIES, settings.METRICS_ADDRESSES = ["127.0.0.1/32"], ["127.0.0.1/32", "10.1.0.0/16"]
    assert visitor.as_(X_Forwarded_For="10.1.2.3").get("/metrics").status_code == 200
    assert visitor.as_(X_Forwarded_For="203.0.113.9").get("/metrics").status_code == 404
    assert visitor.as_(X_Forwarded_For="127.0.0.1, 203.0.113.9").get("/metrics").status_code == 404


@pytest.mark.parametrize("headers", [{"Via": "1.1 proxy"}, {"Forwarded": "for=10.1.2.3"}, {"X_Forwarded_For": " "}])
def test_a_named_proxy_that_names_nobody_is_no_operator(
    visitor: FrontDoor, settings: Settings, headers: dict[str, str]
) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1/32"]
    assert visitor.as_(**headers).get("/metrics").status_code == 404


def test_where_a_token_is_set_it_is_asked_for(visitor: FrontDoor, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a token of thirty-two characters."
    assert visitor.get("/metrics").status_code == 404
    assert visitor.as_(Authorization="Bearer another").get("/metrics").status_code == 404
    known = visitor.as_(Authorization=f"Bearer {settings.METRICS_TOKEN}")
    assert known.get("/metrics").status_code == 200
    assert known.as_(X_Forwarded_For="127.0.0.1").get("/metrics").status_code == 404


def test_readiness_asks_for_no_token(visitor: FrontDoor, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a token of thirty-two characters."
    assert "reason" in visitor.get("/health/ready").json()["dependencies"][0]


def test_where_proxies_are_named_nobody_else_says_that_a_call_came_over_tls(settings: Settings) -> None:
    told = {"x-forwarded-proto": "https", "host": "x"}
    assert without_hearsay("203.0.113.9", told) == told
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert without_hearsay("203.0.113.9", told) == {"host": "x"}
    assert without_hearsay("10.0.0.1", told) == told
