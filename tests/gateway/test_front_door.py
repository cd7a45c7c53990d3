"""The layers, one promise each."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.passing_time import PassingTime
from tonebridge.resilience import clock

SOFTEN_ME = {"text": "明日までに直せ。", "transformation_type": "soften"}


def test_health_touches_nothing(visitor: FrontDoor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = visitor.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_names_each_dependency(visitor: FrontDoor) -> None:
    answer = visitor.get("/health/ready")
    names = {dependency["name"] for dependency in answer.json()["dependencies"]}
    assert answer.status_code == 200
    assert {"database", "cache", "broker"} <= names


def test_metrics_are_for_the_networks_in_settings_only(visitor: FrontDoor, settings: Settings) -> None:
    assert "api_request_duration_seconds" in visitor.get("/metrics").text
    settings.METRICS_ADDRESSES = ["10.0.0.0/8"]
    assert visitor.get("/metrics").status_code == 404


def test_every_answer_carries_a_request_id(visitor: FrontDoor) -> None:
    assert len(visitor.get("/health").headers["x-request-id"]) == 32
    assert visitor.get("/health", headers={"X-Request-ID": "mine-12345"}).headers["x-request-id"] == "mine-12345"


@pytest.mark.parametrize("bad", ["short", "a" * 65, "<script>alert(1)</script>", "line\tbreak"])
def test_a_request_id_that_isnt_sane_is_replaced(visitor: FrontDoor, bad: str) -> None:
    assert visitor.get("/health", headers={"X-Request-ID": bad}).headers["x-request-id"] != bad


def test_a_problem_carries_the_request_id_too(visitor: FrontDoor) -> None:
    answer = visitor.post("/api/v1/transform", SOFTEN_ME)
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_header_with_an_underscore_passes_for_no_other(api: Api, alice: Person) -> None:
    answer = api(alice).get("/api/v1/history?limit=x", headers={"Accept-Language": "en", "Accept_Language": "ja"})
    assert answer.json()["title"] == "Please check the values"


def test_a_call_without_credentials_is_asked_to_sign_in(visitor: FrontDoor) -> None:
    answer = visitor.post("/api/v1/transform", SOFTEN_ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHORIZED")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer nonsense", "Basic YTpi", "Bearer ", "Bearer a.b.c"])
@pytest.mark.parametrize("path", ["/api/v1/transform", "/api/v1/glossary/terms"])
def test_credentials_that_are_wrong_are_refused(visitor: FrontDoor, header: str, path: str) -> None:
    answer = visitor.as_(Authorization=header).post(path, SOFTEN_ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "INVALID_TOKEN")


def test_a_token_is_good_for_ten_minutes(api: Api, alice: Person) -> None:
    door = api(alice)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        answer = door.post("/api/v1/transform", SOFTEN_ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_EXPIRED")


def test_the_limit_stands_on_every_answer_and_goes_down(api: Api, charlie: Person) -> None:
    door = api(charlie)
    first, second = (door.get("/api/v1/history").headers for _ in range(2))
    assert int(first["x-ratelimit-limit"]) == charlie.principal.plan.per_minute
    assert int(second["x-ratelimit-remaining"]) == int(first["x-ratelimit-remaining"]) - 1
    assert int(first["x-ratelimit-reset-after"]) > 0


def test_a_caller_over_the_limit_is_told_when_to_come_back(still_time: PassingTime, api: Api, charlie: Person) -> None:
    answers = [api(charlie).get("/api/v1/auth/me") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].json()["code"] == "RATE_LIMITED"
    assert answers[-1].headers["retry-after"] == "6"


def test_the_same_key_and_body_have_one_effect_and_one_answer(api: Api, alice: Person) -> None:
    door = api(alice).as_(Idempotency_Key="order-1")
    first, again = (door.post("/api/v1/transform", SOFTEN_ME) for _ in range(2))
    assert first.content == again.content and again.headers["idempotency-replayed"] == "true"
    assert len(api(alice).get("/api/v1/history").json()["items"]) == 1


def test_the_same_key_with_another_body_is_refused(api: Api, alice: Person) -> None:
    door = api(alice).as_(Idempotency_Key="order-2")
    door.post("/api/v1/transform", SOFTEN_ME)
    answer = door.post("/api/v1/transform", SOFTEN_ME | {"intensity": 3})
    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_MISMATCH")


def test_a_key_whose_call_failed_can_be_used_again(api: Api, alice: Person) -> None:
    door = api(alice).as_(Idempotency_Key="order-3")
    assert door.post("/api/v1/glossary/terms", content=b"{", headers={"Content-Type": "application/json"}).is_error
    assert door.post("/api/v1/transform", SOFTEN_ME).status_code == 200


def test_two_people_may_choose_the_same_key(api: Api, alice: Person, charlie: Person) -> None:
    texts = [
        api(person).as_(Idempotency_Key="same").post("/api/v1/transform", SOFTEN_ME).json()["id"]
        for person in (alice, charlie)
    ]
    assert texts[0] != texts[1]
