"""Reading through the front door."""

from typing import Any

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor

MESSAGE = {"text": "APIのレイテンシが上がっています。明日10時までに連絡をください。", "receiver_role": "営業"}


def test_a_message_is_read_for_a_role(api: Api, alice: Person) -> None:
    answer = api(alice).post("/api/v1/read", MESSAGE)
    found = answer.json()
    assert answer.status_code == 200
    assert set(found) == {
        "language",
        "asks",
        "facts",
        "guesses",
        "feelings",
        "terms",
        "double_meanings",
        "summary",
        "reply_draft",
    }
    assert found["asks"] == [
        {"text": "明日10時までに連絡をください。", "of": None, "due": "明日10時まで", "start": 18, "end": 34}
    ]
    assert {term["term"] for term in found["terms"]} == {"API", "レイテンシ"}


def test_the_glossary_of_ones_organization_is_used_and_nobody_elses(api: Api, alice: Person, charlie: Person) -> None:
    term = {"term": "コアバンク", "language": "ja", "plain": "勘定システム"}
    api(alice).post("/api/v1/glossary/terms", term)
    message = {"text": "コアバンクを更新します。", "receiver_role": "営業"}
    assert [t["definition"] for t in api(alice).post("/api/v1/read", message).json()["terms"]] == ["勘定システム"]
    assert api(charlie).post("/api/v1/read", message).json()["terms"] == []


def test_nothing_is_charged_or_kept(api: Api, alice: Person) -> None:
    api(alice).post("/api/v1/read", MESSAGE)
    assert api(alice).get("/api/v1/usage").json()["day"]["used"] == 0
    assert api(alice).get("/api/v1/history").json()["items"] == []


def test_meanings_come_in_the_readers_language(api: Api, alice: Person) -> None:
    message = {"text": "対応します。"}
    (found,) = api(alice).as_(Accept_Language="en").post("/api/v1/read", message).json()["double_meanings"]
    assert found["business"].isascii()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": " "}, "text"),
        ({"text": "あ" * 10_001}, "text"),
        ({"text": "x", "receiver_role": "x" * 101}, "receiver_role"),
        ({"text": "x", "sender_role": "x"}, "sender_role"),
    ],
)
def test_odd_bodies_are_refused(api: Api, alice: Person, body: dict[str, Any], field: str) -> None:
    refused = api(alice).post("/api/v1/read", body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, field)


def test_a_visitor_has_to_sign_in(visitor: FrontDoor) -> None:
    assert visitor.post("/api/v1/read", MESSAGE).status_code == 401
