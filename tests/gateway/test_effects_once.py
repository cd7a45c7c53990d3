"""An Idempotency-Key's effect and its answer are stored together: a crash leaves both, or neither."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from apps.accounts.actions.release_idempotency_key import release_idempotency_key
from apps.accounts.models import IdempotencyKey
from apps.transform.story import pipeline
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tonebridge.gateway.backends import idempotency_keys
from tonebridge.resilience import clock

SOFTEN = {"text": "明日までに直せ。", "transformation_type": "soften"}
TERM = {"term": "API", "language": "en", "plain": "接続口"}
CALLS = {
    "a lane": ("/api/v1/transform", SOFTEN, "/api/v1/history"),
    "a view": ("/api/v1/glossary/terms", TERM, "/api/v1/glossary/terms"),
}


class Crash(BaseException):
    """The process is gone."""


def crash(*_given: object, **_named: object) -> None:
    raise Crash


def effects(api: Api, alice: Person, path: str) -> int:
    return len(api(alice).get(path).json()["items"])


@pytest.mark.parametrize(("path", "body", "listed"), CALLS.values(), ids=CALLS)
def test_after_a_crash_behind_the_effect_the_answer_is_given_again(
    api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch, path: str, body: object, listed: str
) -> None:
    door = api(alice).as_(Idempotency_Key="order-1")
    with monkeypatch.context() as broken:
        broken.setattr(idempotency_keys, "settle", crash)
        with pytest.raises(Crash):
            door.post(path, body)
    again = door.post(path, body)
    assert (again.status_code // 100, again.headers.get("idempotency-replayed")) == (2, "true")
    assert again.json()["id"] and effects(api, alice, listed) == 1


@pytest.mark.parametrize(("path", "body", "listed"), CALLS.values(), ids=CALLS)
def test_what_is_given_again_is_what_was_given(api: Api, alice: Person, path: str, body: object, listed: str) -> None:
    door = api(alice).as_(Idempotency_Key="order-2")
    first, again = door.post(path, body), door.post(path, body)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.headers["content-type"] == again.headers["content-type"]
    assert effects(api, alice, listed) == 1


def test_a_crash_before_the_effect_is_made_good_by_the_next_call_after_a_minute(
    api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = api(alice).as_(Idempotency_Key="order-3")
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "steps", crash)
        broken.setattr(idempotency_keys, "release", crash)
        with pytest.raises(Crash):
            door.post("/api/v1/transform", SOFTEN)
    assert door.post("/api/v1/transform", SOFTEN).status_code == 409
    IdempotencyKey.objects.update(created_at=clock.now() - timedelta(seconds=61))
    assert door.post("/api/v1/transform", SOFTEN).status_code == 200
    assert effects(api, alice, "/api/v1/history") == 1


def test_a_call_that_has_lost_its_key_has_no_effect(api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = pipeline.steps

    def slow(*given: Any, **named: Any) -> Any:
        release_idempotency_key(principal=alice.principal, key="order-4")
        return steps(*given, **named)

    monkeypatch.setattr(pipeline, "steps", slow)
    answer = api(alice).as_(Idempotency_Key="order-4").post("/api/v1/transform", SOFTEN)
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert effects(api, alice, "/api/v1/history") == 0


DOORS_OF_DJANGO = {
    "keys": ("/api/v1/api-keys", {"name": "CI", "scopes": ["transform"]}),
    "words": ("/api/v1/glossary/terms", TERM),
    "invitations": ("/api/v1/organization/invitations", {"email": "dora@example.com", "role": "member"}),
    "batches": ("/api/v1/transform/batch", {"items": [SOFTEN]}),
}


@pytest.mark.parametrize(("path", "body"), DOORS_OF_DJANGO.values(), ids=DOORS_OF_DJANGO)
def test_a_door_of_django_takes_a_key_where_its_signals_look_after_connections(
    transactional_db: None, api: Api, alice: Person, path: str, body: object
) -> None:
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    door = api(alice).as_(Idempotency_Key="order-7")
    first, again = door.post(path, body), door.post(path, body)
    expected = 409 if path == "/api/v1/api-keys" else first.status_code  # a secret is shown once
    assert first.is_success
    assert (again.status_code, again.content == first.content) == (expected, expected != 409)


def test_a_refused_call_lets_its_key_go_where_it_may_be_mended(api: Api, alice: Person) -> None:
    door = api(alice).as_(Idempotency_Key="order-5")
    first = door.post("/api/v1/glossary/terms", TERM | {"kind": 7})
    assert first.status_code == 400
    assert door.post("/api/v1/glossary/terms", TERM | {"kind": 7}).content == first.content
    assert effects(api, alice, "/api/v1/glossary/terms") == 0


def test_a_key_that_may_not_ask_is_not_given_what_another_was_answered(
    api: Api, visitor: FrontDoor, alice: Person
) -> None:
    made = api(alice).post("/api/v1/api-keys", {"name": "reports", "scopes": ["history"]}).json()
    assert api(alice).as_(Idempotency_Key="order-8").post("/api/v1/transform", SOFTEN).status_code == 200
    narrow = visitor.as_(X_API_Key=made["secret"], Idempotency_Key="order-8").post("/api/v1/transform", SOFTEN)
    assert (narrow.status_code, "transformed_text" in narrow.text) == (422, False)


@pytest.mark.parametrize("path", ["/api/v1/api-keys", "/api/v1/auth/two-factor"])
def test_what_is_shown_once_isnt_kept_to_be_given_again(api: Api, alice: Person, path: str) -> None:
    door = api(alice).as_(Idempotency_Key="order-9", Accept_Language="en")
    body = {"name": "CI", "scopes": ["transform"]} if path.endswith("keys") else {}
    first, again = door.post(path, body), door.post(path, body)
    assert (first.is_success, again.status_code, again.json()["code"]) == (True, 409, "CONFLICT")
    assert "shown only once" in again.json()["detail"]
    (kept,) = IdempotencyKey.objects.all()
    assert first.json()["secret"] not in str(kept.answer)


def test_doors_of_signing_in_take_a_key_too(api: Api, alice: Person) -> None:
    door = api(alice).as_(Idempotency_Key="order-6")
    assert door.post("/api/v1/auth/password/forgot", {"email": alice.user.email}).is_success
