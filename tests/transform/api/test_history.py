"""History and glossary through the front door."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from apps.transform.models import Analytics, Transformation
from tests.cast import Person
from tests.front_door import Api
from tonebridge.ids import uuid7
from tonebridge.resilience import clock


def transform(api: Api, person: Person, text: str, kind: str = "soften") -> str:
    answer = api(person).post("/api/v1/transform", {"text": text, "transformation_type": kind})
    return str(answer.json()["id"])


def texts(api: Api, person: Person, query: str = "") -> list[str]:
    items = api(person).get(f"/api/v1/history{query}").json()["items"]
    return [item["original_text"] for item in items]


def test_history_is_listed_newest_first(api: Api, alice: Person) -> None:
    for number in range(3):
        transform(api, alice, f"{number}番を直せ。")
    assert texts(api, alice) == ["2番を直せ。", "1番を直せ。", "0番を直せ。"]


def test_pages_join_without_gap_or_overlap(api: Api, alice: Person) -> None:
    for number in range(7):
        transform(api, alice, f"{number}番を直せ。")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = api(alice).get("/api/v1/history?limit=3" + (f"&cursor={cursor}" if cursor else "")).json()
        seen += [item["original_text"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [f"{number}番を直せ。" for number in reversed(range(7))]


def test_a_list_shows_an_item_as_its_own_door_does_but_for_what_only_its_result_says(api: Api, alice: Person) -> None:
    judged, unjudged = transform(api, alice, "直せ。"), transform(api, alice, "「直せ」と \\ 😀 を確認しろ。")
    api(alice).post(f"/api/v1/history/{judged}/feedback", {"verdict": "accepted"})
    answer = api(alice).get("/api/v1/history")
    assert answer.headers["content-type"] == "application/json"
    alone = [api(alice).get(f"/api/v1/history/{each}").json() for each in (unjudged, judged)]
    items = [{name: value for name, value in each.items() if name != "unsure"} for each in alone]
    assert answer.json() == {"items": items, "next_cursor": None}


def test_filters_hold_on_every_page(api: Api, alice: Person) -> None:
    for number in range(4):
        transform(api, alice, f"{number}番を直せ。")
        transform(api, alice, f"{number}番の件です。", kind="summarize")
    since = api(alice).get("/api/v1/history?type=soften").json()["items"][2]["created_at"]
    first = api(alice).get(f"/api/v1/history?type=soften&from={since}&limit=2").json()
    second = texts(api, alice, f"?type=soften&from={since}&limit=2&cursor={first['next_cursor']}")
    assert [*(item["original_text"] for item in first["items"]), *second] == [
        "3番を直せ。",
        "2番を直せ。",
        "1番を直せ。",
    ]


def test_history_is_filtered_by_type_time_and_words(api: Api, alice: Person) -> None:
    transform(api, alice, "請求書を直せ。")
    transform(api, alice, "請求書の件です。", kind="summarize")
    tomorrow = (clock.now() + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert texts(api, alice, "?type=summarize") == ["請求書の件です。"]
    assert texts(api, alice, "?q=請求書を") == ["請求書を直せ。"]
    assert texts(api, alice, f"?from={tomorrow}") == []
    assert len(texts(api, alice, f"?to={tomorrow}")) == 2


@pytest.mark.parametrize("query", ["type=shout", "from=yesterday", "limit=0", "limit=101", "limit=x", "cursor=made.up"])
def test_a_filter_that_cant_be_used_is_refused(api: Api, alice: Person, query: str) -> None:
    answer = api(alice).get(f"/api/v1/history?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, query.split("=")[0])


def test_charlie_and_bob_cannot_see_alices_history(api: Api, alice: Person, bob: Person, charlie: Person) -> None:
    made = transform(api, alice, "直せ。")
    for person in (bob, charlie):
        assert texts(api, person) == []
        seen = api(person).get(f"/api/v1/history/{made}")
        never = api(person).get(f"/api/v1/history/{uuid7()}")
        assert seen.status_code == never.status_code == 404
        assert {**seen.json(), "request_id": ""} == {**never.json(), "request_id": ""}
        assert api(person).delete(f"/api/v1/history/{made}").status_code == 404
        assert api(person).post(f"/api/v1/history/{made}/feedback", {"verdict": "accepted"}).status_code == 404


def test_a_deleted_message_is_gone_with_its_measures(api: Api, alice: Person) -> None:
    made = transform(api, alice, "直せ。")
    assert api(alice).delete(f"/api/v1/history/{made}").status_code == 204
    assert api(alice).get(f"/api/v1/history/{made}").status_code == 404
    assert not Transformation.objects.filter(id=made).exists()
    assert not Analytics.objects.filter(transformation_id=UUID(made)).exists()


def test_any_uuid_is_just_not_there(api: Api, alice: Person) -> None:
    for stranger in (uuid4(), UUID(int=0), UUID(int=2**128 - 1)):
        assert api(alice).get(f"/api/v1/history/{stranger}").status_code == 404


def test_feedback_is_kept_and_the_last_word_counts(api: Api, alice: Person) -> None:
    made = transform(api, alice, "直せ。")
    api(alice).post(f"/api/v1/history/{made}/feedback", {"verdict": "rejected"})
    body = {"verdict": "edited", "final_text": "直してね。", "rejected_changes": ["c1"]}
    assert api(alice).post(f"/api/v1/history/{made}/feedback", body).json()["verdict"] == "edited"
    row = Transformation.objects.get(id=made)
    assert (row.final_text, row.rejected_changes) == ("直してね。", ["c1"])


def test_an_edited_verdict_needs_the_text(api: Api, alice: Person) -> None:
    answer = api(alice).post(f"/api/v1/history/{transform(api, alice, '直せ。')}/feedback", {"verdict": "edited"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "final_text")


def test_a_term_lives_from_teaching_to_forgetting(api: Api, alice: Person) -> None:
    door = api(alice)
    made = door.post("/api/v1/glossary/terms", {"term": "SLA", "language": "en", "plain": "service promise"}).json()
    path = f"/api/v1/glossary/terms/{made['id']}"
    assert door.get(path).json()["plain"] == "service promise"
    assert door.patch(path, {"plain": "uptime promise"}).json()["plain"] == "uptime promise"
    assert [term["term"] for term in door.get("/api/v1/glossary/terms").json()["items"]] == ["SLA"]
    assert door.delete(path).status_code == 204
    assert door.get(path).status_code == 404


def test_a_term_to_be_explained_needs_words_for_it(api: Api, alice: Person) -> None:
    door, path, bare = api(alice), "/api/v1/glossary/terms", {"term": "SLA", "language": "en"}
    for more in ({}, {"kind": "jargon"}, {"plain": " ", "definition": ""}):
        refused = door.post(path, bare | more)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "plain")
        assert "can't be explained or replaced" in refused.json()["errors"][0]["detail"]
    kept = door.post(path, bare | {"kind": "preserve"})
    assert kept.status_code == 201
    assert door.post(path, bare | {"term": "ASAP", "kind": "forbidden"}).status_code == 201
    own = f"{path}/{kept.json()['id']}"
    assert door.patch(own, {"kind": "jargon"}).status_code == 400
    assert door.patch(own, {"kind": "jargon", "definition": "what we promise"}).status_code == 200
    assert door.patch(own, {"definition": ""}).status_code == 400
    assert door.patch(own, {"term": "SLAs"}).status_code == 200


def test_a_term_is_taught_once_a_language(api: Api, alice: Person, charlie: Person) -> None:
    term = {"term": "SLA", "language": "en", "plain": "service promise"}
    assert api(alice).post("/api/v1/glossary/terms", term).status_code == 201
    assert api(alice).post("/api/v1/glossary/terms", term | {"term": "sla"}).json()["code"] == "ALREADY_EXISTS"
    assert api(alice).post("/api/v1/glossary/terms", term | {"language": "ja"}).status_code == 201
    assert api(charlie).post("/api/v1/glossary/terms", term).status_code == 201


def test_bob_shares_the_glossary_and_charlie_does_not(api: Api, alice: Person, bob: Person, charlie: Person) -> None:
    made = api(alice).post("/api/v1/glossary/terms", {"term": "SLA", "language": "en", "plain": "promise"}).json()
    path = f"/api/v1/glossary/terms/{made['id']}"
    assert api(bob).get(path).status_code == 200
    assert api(charlie).get(path).status_code == 404
    assert api(charlie).patch(path, {"plain": "x"}).status_code == 404
    assert api(charlie).delete(path).status_code == 404
