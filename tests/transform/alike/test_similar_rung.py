"""The last rung: where even the rules fail, an earlier result of a message that says the same, and nothing else."""

from typing import Any
from uuid import UUID

import pytest

from apps.analyze.language.document import Document
from apps.transform.actions.digest_transformation import digest_transformation
from apps.transform.contracts import Draft, TransformationType, TransformRequest
from apps.transform.models import Embedding, Transformation
from apps.transform.providers import embedder
from apps.transform.queries import reusable
from apps.transform.types import WRITERS
from tests.cast import Person
from tests.front_door import Api

TEXT = "明日17時までに資料を直してください。"
TWIN = "明日１７時までに資料を直して下さい！"
BODY = {"text": TEXT, "transformation_type": "soften"}


@pytest.fixture
def earlier(api: Api, alice: Person) -> dict[str, Any]:
    """What alice was answered while the rules were well."""
    answer: dict[str, Any] = api(alice).post("/api/v1/transform", BODY).json()
    digest_transformation(transformation_id=UUID(answer["id"]))
    return answer


@pytest.fixture
def broken_rules(earlier: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_wanted: TransformRequest, _document: Document) -> Draft:
        raise ZeroDivisionError("a mistake of ours")

    writers: dict[TransformationType, Any] = WRITERS  # the stubs of `setitem` know no callables of a protocol
    for kind in TransformationType:
        monkeypatch.setitem(writers, kind, fail)


def send(api: Api, person: Person, text: str = TWIN, **more: Any) -> Any:
    return api(person).post("/api/v1/transform", BODY | {"text": text} | more)


@pytest.mark.usefixtures("broken_rules")
def test_an_alike_message_gets_the_earlier_result_and_is_told_so(
    api: Api, alice: Person, earlier: dict[str, Any]
) -> None:
    answer = send(api, alice)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["tier"], found["degraded"], found["degraded_reason"]) == ("similar", True, "rules: failed")
    assert found["transformed_text"] == earlier["transformed_text"]
    assert found["original_text"] == TWIN
    assert found["facts"]["status"] == "kept"
    assert {item["original"] for item in found["facts"]["items"]} >= {"明日", "17時"}
    assert (found["provider"]["name"], found["provider"]["model"]) == ("similar", "rules-soften")
    assert found["id"] != earlier["id"]


@pytest.mark.usefixtures("broken_rules")
def test_its_changes_turn_the_new_text_into_the_result(api: Api, alice: Person) -> None:
    found = send(api, alice).json()
    text = TWIN
    for change in reversed(found["changes"]):
        assert text[change["start"] : change["end"]] == change["original"]
        text = text[: change["start"]] + change["replacement"] + text[change["end"] :]
    assert text == found["transformed_text"]


@pytest.mark.usefixtures("broken_rules")
@pytest.mark.parametrize(
    "text",
    [
        "明日18時までに資料を直してください。",
        "明後日17時までに資料を直してください。",
        "明日17時までに資料を直さないでください。",
        "明日17時までに資料を送ってください。",
        "明日17時までに資料を直します。",
        "明日17時までに山田さんの資料を直してください。",
        "明日17時までに https://a.example/ の資料を直してください。",
    ],
)
def test_a_text_that_says_something_else_gets_nothing(api: Api, alice: Person, text: str) -> None:
    answer = send(api, alice, text)
    assert (answer.status_code, answer.json()["code"]) == (500, "INTERNAL_ERROR")


@pytest.mark.usefixtures("broken_rules")
@pytest.mark.parametrize(
    "more",
    [
        {"intensity": 3},
        {"transformation_type": "clarify"},
        {"context": {"receiver_role": "sales"}},
        {"options": {"preserve_terms": ["資料"]}},
        {"options": {"tier": "rules"}},
    ],
)
def test_what_was_asked_in_another_way_gets_nothing(api: Api, alice: Person, more: dict[str, Any]) -> None:
    assert send(api, alice, **more).status_code == 500


@pytest.mark.usefixtures("broken_rules")
def test_neither_a_colleague_nor_a_stranger_gets_it(api: Api, alice: Person, bob: Person, charlie: Person) -> None:
    assert send(api, bob).status_code == send(api, charlie).status_code == 500


def share(api: Api, person: Person, wish: bool = True) -> int:
    return api(person).patch("/api/v1/organization", {"shares_results": wish}).status_code


@pytest.mark.usefixtures("broken_rules")
def test_where_the_organization_wishes_so_a_colleague_gets_it_and_is_told_whose_it_was(
    api: Api, alice: Person, bob: Person, charlie: Person, earlier: dict[str, Any]
) -> None:
    assert share(api, alice) == share(api, charlie) == 200
    found = send(api, bob).json()
    assert found["transformed_text"] == earlier["transformed_text"]
    assert (found["tier"], found["provider"]["reused_from"]) == ("similar", "colleague")
    receipt = api(bob).get(f"/api/v1/transform/{found['id']}/receipt").json()
    assert receipt["claims"]["provider"]["reused_from"] == "colleague"
    assert send(api, alice).json()["provider"]["reused_from"] == "own"
    assert send(api, charlie).status_code == 500, "another organization's wish opens nothing"
    assert api(bob).get(f"/api/v1/history/{earlier['id']}").status_code == 404
    share(api, alice, False)
    assert send(api, bob).status_code == 500


@pytest.mark.usefixtures("broken_rules")
def test_what_a_colleague_turned_down_does_for_nobody(
    api: Api, alice: Person, bob: Person, earlier: dict[str, Any]
) -> None:
    share(api, alice)
    api(alice).post(f"/api/v1/history/{earlier['id']}/feedback", {"verdict": "rejected"})
    assert send(api, bob).status_code == 500


@pytest.mark.usefixtures("earlier")
def test_a_colleagues_message_is_not_even_looked_for_where_nothing_is_shared(
    api: Api, alice: Person, bob: Person
) -> None:
    """That a vector is made takes time, which would tell."""
    name = Embedding.objects.get().likeness
    assert reusable.has_reusable(alice.principal, name)
    assert not reusable.has_reusable(bob.principal, name)
    assert reusable.has_reusable(bob.principal, name, shared=True)


def test_a_member_decides_nothing_for_the_organization(api: Api, alice: Person, bob: Person) -> None:
    assert share(api, bob) == 403
    alice.organization.refresh_from_db()
    assert alice.organization.settings == {}
    alice.organization.settings = {"suspected_orders": "rules"}
    alice.organization.save(update_fields=["settings"])
    assert share(api, alice) == 200
    alice.organization.refresh_from_db()
    assert alice.organization.settings == {"suspected_orders": "rules", "shares_results": True}


@pytest.mark.usefixtures("broken_rules")
def test_words_decide_where_vectors_and_names_would_have_let_it_pass(
    api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Embedding.objects.get()
    monkeypatch.setattr("apps.transform.providers.similar.likeness", lambda *_: row.likeness)
    monkeypatch.setattr(reusable, "LEAST_SIMILARITY", -1.0)
    for text in (
        "明日17時までに資料を見てください。",
        "明日17時までに資料を直します。",
        "明日17時までに書類を直してください。",
    ):
        assert send(api, alice, text).status_code == 500
    assert send(api, alice, TWIN).status_code == 200


@pytest.mark.usefixtures("broken_rules")
def test_the_fact_lock_looks_at_the_new_message_beside_the_reused_text(
    api: Api, alice: Person, earlier: dict[str, Any]
) -> None:
    row = Transformation.objects.get(id=earlier["id"])
    row.transformed_text = "明日19時までに資料を直していただけますか。"
    row.save(update_fields=["transformed_text"])
    assert send(api, alice).status_code == 500


@pytest.mark.usefixtures("broken_rules")
def test_a_reused_result_is_not_used_again(api: Api, alice: Person) -> None:
    made = UUID(send(api, alice).json()["id"])
    digest_transformation(transformation_id=made)
    assert Embedding.objects.get(transformation_id=made).likeness == ""


@pytest.mark.usefixtures("broken_rules")
def test_the_encoder_is_loaded_only_where_there_is_something_to_compare(
    api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def embed(text: str) -> list[float]:
        asked.append(text)
        return embedder.embed(text)

    monkeypatch.setattr("apps.transform.providers.similar.embed", embed)
    send(api, alice, "明日18時までに資料を直してください。")
    assert asked == []
    send(api, alice)
    assert asked == [TWIN]


def test_while_the_rules_are_well_nothing_is_used_again(api: Api, alice: Person, earlier: dict[str, Any]) -> None:
    assert send(api, alice).json()["tier"] == "rules"
