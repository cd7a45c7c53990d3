"""A model writes what the organization's glossary says: that is neither a lost fact nor a new one."""

from typing import cast

import pytest

from tests.cast import Person
from tests.front_door import Api
from tests.models.conftest import Models
from tests.models.scripted_server import Script
from tests.models.test_answers_of_models import transform

TERMS = "/api/v1/glossary/terms"
X_DAY = {"term": "Xデー", "language": "ja", "plain": "6月10日", "kind": "forbidden"}
ASAP = {"term": "ASAP", "language": "en", "plain": "by the agreed date", "kind": "forbidden"}
SLO = {"term": "SLO", "language": "ja", "definition": "6月30日までの目標で、https://slo.example.com/7 に載せたもの"}
KINDS = ("soften", "clarify", "structure", "summarize", "terminology", "requirements", "background")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("term", "text", "old", "new"),
    [
        (X_DAY, "資料はXデーの17時までに必ず3名へ送ってください。", "Xデー", "6月10日"),
        (ASAP, "Please send the report to 3 people asap. The budget is 500 dollars.", "asap", "by the agreed date"),
        (SLO, "SLOを3名で確認し、7月3日までに送ってください。", "SLO", f"SLO（{SLO['definition']}）"),
    ],
)
def test_a_models_answer_with_the_glossarys_words_stands(
    api: Api, alice: Person, models: Models, kind: str, term: dict[str, str], text: str, old: str, new: str
) -> None:
    assert api(alice).post(TERMS, term).status_code == 201
    models.primary.script = Script(writes=lambda message: message.replace(old, new))
    found = transform(api, alice, text, kind)
    assert (found["tier"], found["transformed_text"]) == ("primary", text.replace(old, new))
    facts = found["facts"]
    assert isinstance(facts, dict)
    assert facts["status"] == "kept"


def test_a_date_that_only_the_explanation_has_is_not_the_messages(api: Api, alice: Person, models: Models) -> None:
    assert api(alice).post(TERMS, SLO).status_code == 201
    models.primary.script = Script(
        writes=lambda message: message.replace("6月30日に", "").replace("SLO", f"SLO（{SLO['definition']}）")
    )
    models.secondary.script = Script(writes=str)
    found = transform(api, alice, "SLOを6月30日に3名で確認してください。", "terminology")
    items = cast(dict[str, list[dict[str, str]]], found["facts"])["items"]
    assert ("look", "6月30日") in [(item["status"], item["original"]) for item in items]
