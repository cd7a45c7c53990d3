"""Answers through the front door."""

from typing import Any
from uuid import UUID

import pytest

from apps.transform.models import Transformation
from tests.cast import Person
from tests.front_door import Api
from tonebridge.ids import uuid7

ASK = {"text": "サーバーを1台追加させてください。承認をお願いします。", "transformation_type": "background"}


def asked(api: Api, person: Person, **more: object) -> dict[str, Any]:
    result: dict[str, Any] = api(person).post("/api/v1/transform", ASK | more).json()
    return result


def path(made: dict[str, Any]) -> str:
    return f"/api/v1/transform/{made['id']}/answers"


def body(*answers: tuple[str, str]) -> dict[str, Any]:
    return {"answers": [{"question_id": question, "text": text} for question, text in answers]}


def test_answers_make_a_new_result_of_the_same_shape(api: Api, alice: Person) -> None:
    made = asked(api, alice)
    answer = api(alice).post(path(made), body(("q1", "負荷試験のため"), ("q3", "6月20日まで")))
    merged = answer.json()
    assert answer.status_code == 200
    assert merged.keys() == made.keys()
    assert merged["id"] != made["id"]
    assert "■目的：負荷試験のため" in merged["transformed_text"]
    assert merged["transformed_text"].count("【要確認") == 3
    assert [question["id"] for question in merged["questions"]] == ["q2"]
    assert merged["facts"]["status"] == "kept"


def test_the_rest_can_be_answered_later(api: Api, alice: Person) -> None:
    first = api(alice).post(path(asked(api, alice)), body(("q3", "6月20日まで"))).json()
    second = api(alice).post(path(first), body(("q2", "3万円"))).json()
    assert "6月20日" in second["transformed_text"] and "3万円" in second["transformed_text"]
    assert second["facts"]["status"] == "kept"


def test_it_is_in_history_and_charged_once(api: Api, alice: Person) -> None:
    door, made = api(alice), asked(api, alice)
    before = door.get("/api/v1/usage").json()["day"]
    merged = door.post(path(made), body(("q1", "負荷試験のため"))).json()
    after = door.get("/api/v1/usage").json()["day"]
    assert after["used"] == before["used"] + 1
    kept = door.get(f"/api/v1/history/{merged['id']}").json()
    assert (kept["original_text"], kept["transformed_text"]) == (ASK["text"], merged["transformed_text"])
    assert "負荷試験" not in str(Transformation.objects.by_id(UUID(merged["id"])).values("metadata").get())


def test_the_same_key_answers_the_same_and_charges_once(api: Api, alice: Person) -> None:
    door, made = api(alice).as_(Idempotency_Key="once"), asked(api, alice)
    first, second = (door.post(path(made), body(("q1", "負荷試験のため"))) for _ in range(2))
    assert first.json() == second.json()
    assert api(alice).get("/api/v1/usage").json()["day"]["used"] == 2


def test_nobody_else_can_answer(api: Api, alice: Person, bob: Person, charlie: Person) -> None:
    made = asked(api, alice)
    for person in (bob, charlie):
        assert api(person).post(path(made), body(("q1", "x"))).status_code == 404
    assert api(alice).post(f"/api/v1/transform/{uuid7()}/answers", body(("q1", "x"))).status_code == 404


def test_what_was_not_kept_cant_be_answered(api: Api, alice: Person) -> None:
    made = asked(api, alice, store=False)
    assert api(alice).post(path(made), body(("q1", "x"))).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (body(("q9", "x")), "answers.0.question_id"),
        (body(("q1", "x"), ("q1", "y")), "answers.1.question_id"),
        (body(("q1", "")), "answers.0.text"),
        (body(("q1", " \n")), "answers.0.text"),
        (body(("q1", "あ" * 2_001)), "answers.0.text"),
        (body(), "answers"),
        ({}, "answers"),
        (body(("q1", "x")) | {"more": 1}, "more"),
    ],
)
def test_odd_answers_are_refused_with_their_field(api: Api, alice: Person, sent: dict[str, Any], field: str) -> None:
    refused = api(alice).post(path(asked(api, alice)), sent)
    assert (refused.status_code, refused.json()["code"]) == (400, "VALIDATION_ERROR")
    assert refused.json()["errors"][0]["field"] == field


def test_an_answer_of_2000_characters_is_taken(api: Api, alice: Person) -> None:
    merged = api(alice).post(path(asked(api, alice)), body(("q1", "あ" * 2_000)))
    assert "あ" * 2_000 in merged.json()["transformed_text"]


def test_an_answered_question_is_no_longer_open(api: Api, alice: Person) -> None:
    merged = api(alice).post(path(asked(api, alice)), body(("q1", "負荷試験"))).json()
    assert api(alice).post(path(merged), body(("q1", "別"))).status_code == 400


def test_a_viewer_may_not_answer(api: Api, alice: Person) -> None:
    from apps.accounts.models import Membership

    made = asked(api, alice)
    Membership.objects.filter(user_id=alice.principal.user_id).update(role="viewer")
    assert api(alice).post(path(made), body(("q1", "x"))).status_code == 403


def test_reasons_of_an_answer_come_in_the_readers_language(api: Api, alice: Person) -> None:
    made = asked(api, alice, text="例の件、早めに対応お願いします。", transformation_type="clarify")
    merged = api(alice).as_(Accept_Language="en").post(path(made), body(("q2", "今週中"))).json()
    assert merged["changes"][1]["reason"] == {
        "code": "answered",
        "text": "Your answer to a question was added to the text.",
    }
