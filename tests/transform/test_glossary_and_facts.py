"""What an organization's glossary writes into a message is known: no new fact, and no excuse for losing one of the message."""

from typing import Any

import pytest

from tests.cast import Person
from tests.front_door import Api, FrontDoor

TERMS = "/api/v1/glossary/terms"
TYPES = ("soften", "clarify", "structure", "summarize", "terminology", "requirements", "background")
DEPLOY = {"term": "デプロイ", "language": "ja", "definition": "毎週火曜に本番へ反映すること"}
ASAP = {"term": "ASAP", "language": "en", "plain": "by the agreed date", "kind": "forbidden"}
X_DAY = {"term": "Xデー", "language": "ja", "plain": "6月10日", "kind": "forbidden"}


def taught(door: FrontDoor, *terms: dict[str, str]) -> FrontDoor:
    for term in terms:
        answer = door.post(TERMS, term)
        assert answer.status_code == 201, answer.text
    return door


def asked(door: FrontDoor, path: str, **body: object) -> dict[str, Any]:
    answer = door.post(f"/api/v1/{path}", body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def told(facts: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(item["original"], item["found"], item["status"]) for item in facts["items"]]


@pytest.mark.parametrize("kind", ["soften", "terminology"])
@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_a_word_never_to_be_used_is_replaced_and_stays_replaced(
    api: Api, alice: Person, kind: str, intensity: int
) -> None:
    door = taught(api(alice), ASAP)
    text = "Hi, need this ASAP please. The report goes to 3 people on July 3."
    result = asked(door, "transform", text=text, transformation_type=kind, intensity=intensity)
    assert "need this by the agreed date please" in result["transformed_text"].replace("Need", "need")
    assert result["facts"]["status"] == "kept"
    assert {status for _original, _found, status in told(result["facts"])} <= {"kept", "same_value"}


@pytest.mark.parametrize("kind", ["soften", "terminology"])
def test_a_replacement_may_be_a_date(api: Api, alice: Person, kind: str) -> None:
    door = taught(api(alice), X_DAY)
    result = asked(door, "transform", text="提出はXデーの17時までに直せ。", transformation_type=kind, language="ja")
    assert "提出は6月10日の17時までに" in result["transformed_text"]
    assert result["facts"]["status"] == "kept"
    assert "6月10日" not in [original for original, _found, _status in told(result["facts"])]


def test_a_replaced_name_is_shown_as_what_it_became(api: Api, alice: Person) -> None:
    door = taught(api(alice), {"term": "Zeus", "language": "en", "plain": "Apollo", "kind": "forbidden"})
    result = asked(door, "transform", text="Please give Zeus the 3 files by July 3.", transformation_type="soften")
    assert "Apollo" in result["transformed_text"]
    assert [found for found in told(result["facts"]) if found[0] == "Zeus"] in ([], [("Zeus", "Apollo", "same_value")])
    assert result["facts"]["status"] == "kept"


@pytest.mark.parametrize("intensity", [1, 2, 3])
def test_an_explanation_with_a_date_is_written_and_is_no_fact_of_the_message(
    api: Api, alice: Person, intensity: int
) -> None:
    door = taught(api(alice), DEPLOY)
    text = "7月3日にデプロイの手順を3名に送ります。"
    result = asked(door, "transform", text=text, transformation_type="terminology", intensity=intensity)
    assert DEPLOY["definition"] in result["transformed_text"]
    assert result["facts"]["status"] == "kept"
    assert not [found for found in told(result["facts"]) if "火曜" in "".join(found)]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    ("term", "original", "rewritten"),
    [
        (ASAP, "Send the 3 reports asap.", "Send the 3 reports By the agreed date."),
        (ASAP, "Send the 3 reports by the agreed date.", "Send the 3 reports ASAP."),
        (X_DAY, "資料3部はXデーに出します。", "資料3部は6月10日に出します。"),
        (X_DAY, "資料3部は6月10日に出します。", "資料3部はxデーに出します。"),
        (DEPLOY, "3名でデプロイします。", "3名でデプロイ（毎週火曜に本番へ反映すること）します。"),
        (
            {"term": "SLO", "language": "en", "definition": "the target of June 30: 99.5% of calls"},
            "Please check the SLO of 3 services.",
            "Please check the SLO (the target of June 30: 99.5% of calls) of 3 services.",
        ),
    ],
)
def test_a_word_and_what_the_glossary_says_for_it_are_the_same_in_every_type(
    api: Api, alice: Person, kind: str, term: dict[str, str], original: str, rewritten: str
) -> None:
    door = taught(api(alice), term)
    found = asked(door, "analyze/compare", original=original, rewritten=rewritten, transformation_type=kind)
    assert found["facts"]["status"] == "kept", found["facts"]


@pytest.mark.parametrize(
    ("term", "original", "rewritten", "lost"),
    [
        (DEPLOY, "火曜にデプロイします。", "デプロイ（毎週火曜に本番へ反映すること）します。", "火曜"),
        (X_DAY, "6月10日に会議、Xデーにリリースします。", "会議、6月10日にリリースします。", "6月10日"),
        (ASAP, "Send 3 reports ASAP.", "Send the reports by the agreed date.", "3 reports"),
        (
            {"term": "SLO", "language": "en", "definition": "the target of June 30: 99.5% of calls"},
            "Check the SLO by June 30.",
            "Check the SLO (the target of June 30: 99.5% of calls).",
            "June 30",
        ),
    ],
)
def test_what_the_glossary_says_hides_no_loss(
    api: Api, alice: Person, term: dict[str, str], original: str, rewritten: str, lost: str
) -> None:
    door = taught(api(alice), term)
    found = asked(door, "analyze/compare", original=original, rewritten=rewritten, transformation_type="terminology")
    assert found["facts"]["status"] == "look"
    assert lost in [text for text, _found, status in told(found["facts"]) if status == "look"]


def test_a_strangers_glossary_excuses_nothing(api: Api, alice: Person, charlie: Person) -> None:
    taught(api(charlie), X_DAY)
    found = asked(
        api(alice), "analyze/compare", original="資料3部はXデーに出します。", rewritten="資料3部は6月10日に出します。"
    )
    assert found["facts"]["status"] == "look"


def test_a_definition_excuses_nothing_that_is_said_elsewhere(api: Api, alice: Person) -> None:
    door = taught(api(alice), {"term": "SLA", "language": "ja", "plain": "応答", "definition": "3日"})
    for said, status in (("SLA、3日、を守ってください。", "kept"), ("SLAを守ってください。納期は3日です。", "look")):
        found = asked(door, "analyze/compare", original="SLAを守ってください。", rewritten=said)
        assert found["facts"]["status"] == status, said
