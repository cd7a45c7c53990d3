"""An organization's words are read once, and a change of them counts in the next transform."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.running_listener import RunningListener

pytestmark = pytest.mark.django_db(transaction=True)
TERMS = "/api/v1/glossary/terms"


def explained(door: FrontDoor, about: str) -> tuple[str, bool]:
    """The text with its terms explained; whether the glossary was read for it."""
    body = {"text": f"{about}をヘンテコ箱に入れました。", "transformation_type": "terminology"}
    with CaptureQueriesContext(connection) as queries:
        answer = door.post("/api/v1/transform", body)
    assert answer.status_code == 200, answer.text
    read = any('FROM "glossary_terms"' in query["sql"] and '"plain"' in query["sql"] for query in queries)
    return answer.json()["transformed_text"], read


def test_words_are_read_once_until_one_changes(listening: RunningListener, api: Api, alice: Person) -> None:
    door = api(alice)
    assert explained(door, "資料")[1]
    assert not explained(door, "設計書")[1]
    added = door.post(TERMS, {"term": "ヘンテコ箱", "language": "ja", "plain": "共有フォルダー"})
    assert added.status_code == 201
    listening.wait()
    text, read = explained(door, "見積書")
    assert "共有フォルダー" in text and read
    assert not explained(door, "議事録")[1]
    assert door.delete(f"{TERMS}/{added.json()['id']}").status_code == 204
    listening.wait()
    assert "共有フォルダー" not in explained(door, "企画書")[0]


def test_without_an_ear_they_are_read_each_time(api: Api, alice: Person) -> None:
    assert explained(api(alice), "資料")[1]
    assert explained(api(alice), "設計書")[1]
