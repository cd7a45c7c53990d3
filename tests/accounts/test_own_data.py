"""One's own data: all of it, in pieces that join, and nobody else's."""

import json
from typing import Any

import pytest

from apps.accounts.actions import export_own_data
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import AuditRow
from tests.cast import Person, colleague
from tests.front_door import Api, FrontDoor

EXPORT = "/api/v1/me/export"
pytestmark = pytest.mark.django_db
Line = dict[str, Any]


def lines(door: FrontDoor, query: str = "") -> list[Line]:
    answer = door.post(f"{EXPORT}{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def of_kind(found: list[Line], kind: str) -> list[Any]:
    return [line["data"] for line in found if line["type"] == kind]


def write(door: FrontDoor, *texts: str) -> list[str]:
    bodies = [{"text": text, "transformation_type": "soften"} for text in texts]
    return [str(door.post("/api/v1/transform", body).json()["id"]) for body in bodies]


def test_the_export_holds_what_the_pages_show(api: Api, alice: Person) -> None:
    door = api(alice)
    made = write(door, "今日中に直せ。", "確認しろ。")
    door.post(f"/api/v1/history/{made[0]}/feedback", {"verdict": "edited", "final_text": "直してください。"})
    door.post("/api/v1/glossary/terms", {"term": "SLA", "language": "en", "plain": "promise"})
    secret = door.post("/api/v1/api-keys", {"name": "ci"}).json()["secret"]
    found = lines(door)
    shown = door.get("/api/v1/history").json()["items"]
    texts = [(each["id"], each["original_text"], each["transformed_text"]) for each in reversed(shown)]
    exported = of_kind(found, "transformation")
    assert [(each["id"], each["original_text"], each["transformed_text"]) for each in exported] == texts
    assert [each["final_text"] for each in of_kind(found, "feedback")] == ["直してください。"]
    assert [each["plain"] for each in of_kind(found, "glossary_term")] == ["promise"]
    assert [each["name"] for each in of_kind(found, "api_key")] == ["ci"] and secret not in json.dumps(found)
    assert [(each["kind"], each["client"]) for each in of_kind(found, "sign_in")] == [("token", "")]
    assert of_kind(found, "account")[0]["email"] == "alice@example.com"
    assert {each["used"] for each in of_kind(found, "usage")} == {2}
    assert of_kind(found, "audit")[-1]["action"] == "api_key.created"
    assert (found[-1]["type"], found[-1]["cursor"]) == ("end", None)


def test_a_cut_export_goes_on_behind_any_line(api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_own_data, "BATCH", 2)
    door = api(alice)
    write(door, "1番を直せ。", "2番を直せ。", "3番を直せ。")
    whole = lines(door)
    for cut in range(1, len(whole)):
        rest = lines(door, f"?from={whole[cut - 1]['cursor']}")
        assert [line["data"] for line in rest] == [line["data"] for line in whole[cut:]]


def test_what_is_written_during_an_export_is_not_in_it(api: Api, alice: Person) -> None:
    door = api(alice)
    write(door, "前の文を直せ。")
    first = lines(door)[0]["cursor"]
    write(door, "後の文を直せ。")
    assert [each["original_text"] for each in of_kind(lines(door, f"?from={first}"), "transformation")] == [
        "前の文を直せ。"
    ]


def test_a_place_of_somebody_elses_export_does_not_fit(api: Api, alice: Person, bob: Person) -> None:
    place = lines(api(alice))[0]["cursor"]
    answer = api(bob).post(f"{EXPORT}?from={place}")
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")


def test_bob_gets_nothing_of_alices(api: Api, alice: Person, bob: Person) -> None:
    write(api(alice), "アリスの秘密を直せ。")
    assert "アリスの秘密" not in json.dumps(lines(api(bob)), ensure_ascii=False)


def test_somebody_who_may_only_read_may_take_their_data_along(api: Api, alice: Person) -> None:
    assert lines(api(colleague("vera", alice, Role.VIEWER)))[-1]["type"] == "end"


def test_a_program_takes_no_data_along(visitor: FrontDoor, api: Api, alice: Person) -> None:
    body = {"name": "ci", "scopes": [scope.value for scope in Scope]}
    key = api(alice).post("/api/v1/api-keys", body).json()["secret"]
    assert visitor.as_(X_API_Key=key).post(EXPORT).status_code == 403


def test_an_export_is_in_the_audit(api: Api, alice: Person) -> None:
    lines(api(alice))
    newest = api(alice).get("/api/v1/audit?limit=2").json()["items"]
    assert [each["action"] for each in newest] == ["personal_data.exported", "personal_data.export_started"]


def test_an_export_that_was_cut_short_is_not_called_exported(alice: Person) -> None:
    next(export_own_data.export_own_data(principal=alice.principal))
    newest = AuditRow.objects.filter(organization_id=alice.organization.id).latest("position")
    assert newest.action == "personal_data.export_started"
