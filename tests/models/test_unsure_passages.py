"""What rules aren't sure of is theirs to say: a model's answer has no such passages, and no hint at models comes with it."""

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.page import Page
from tests.transform.doubting import HARSH, MESSAGE, SOFTER, doubting

BODY = {"text": MESSAGE, "transformation_type": "soften"}
FORM = BODY | {"intensity": "2"}


@pytest.fixture(autouse=True)
def _doubts(monkeypatch: pytest.MonkeyPatch) -> None:
    doubting(monkeypatch)((HARSH, "still_harsh"), edits=SOFTER)


def test_what_a_model_wrote_has_none(api: Api, alice: Person, models: Models) -> None:
    found = api(alice).post("/api/v1/transform", BODY).json()
    assert (found["tier"], found["unsure"]) == ("primary", [])


def test_where_rules_stand_in_for_a_model_they_say_it(api: Api, alice: Person, models: Models) -> None:
    found = api(alice).post("/api/v1/transform", BODY | {"options": {"tier": "rules"}}).json()
    assert (found["tier"], [each["text"] for each in found["unsure"]]) == ("rules", [HARSH])


@pytest.mark.usefixtures("models")
def test_where_the_operator_has_a_model_nobody_is_told_to_connect_one(alice: Person) -> None:
    client = Page.of(alice).client
    for fields in (FORM | {"rules": "1"}, FORM | {"text": f"{MESSAGE}。"} | {"rules": "1"}):
        page = client.post("/", fields).content.decode()
        assert 'class="unsure"' in page
        assert "/connect-model/" not in page
