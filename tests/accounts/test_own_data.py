"""One's own data: all of it, in pieces that join, and nobody else's."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.test import Client

from apps.accounts.actions import export_own_data
from apps.accounts.contracts import Role, Scope
from apps.accounts.models import AuditRow, User
from apps.transform.models import Batch
from tests.cast import Person, colleague, switched_on
from tests.front_door import Api, FrontDoor
from tests.transform.batches.working import upload, work_off

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


def test_a_message_is_exported_with_its_changes_its_facts_and_all_else_that_was_answered(
    api: Api, alice: Person
) -> None:
    answer = api(alice).post("/api/v1/transform", {"text": "17時までに直せ。", "transformation_type": "soften"}).json()
    (exported,) = of_kind(lines(api(alice)), "transformation")
    same = {name for name in answer if name in exported and exported[name] == answer[name]}
    assert answer["changes"] and answer["facts"]["items"]
    assert answer.keys() == same
    assert exported["receipt"]["disclosed"] == []


def test_jobs_are_exported_with_their_names_and_what_waits_in_them(api: Api, alice: Person) -> None:
    door = api(alice)
    done = upload(door, "番号,本文,相手\n7,直せ。,営業\n8,,営業\n".encode(), "お客様の声.csv").json()["id"]
    work_off()
    waits = upload(door, "番号,本文,相手\n9,早く出せ。,人事\n".encode(), "来月分.csv").json()["id"]
    found = lines(door)
    jobs = [(each["id"], each["name"], each["status"], each["progress"]) for each in of_kind(found, "job")]
    assert jobs == [
        (done, "お客様の声.csv", "succeeded", {"done": 1, "failed": 1, "total": 2}),
        (waits, "来月分.csv", "queued", {"done": 0, "failed": 0, "total": 1}),
    ]
    items = {
        each["job_id"]: [one for one in of_kind(found, "batch_item") if one["job_id"] == each["job_id"]]
        for each in of_kind(found, "batch_item")
    }
    assert [each["id"] for each in items[done]] == ["7", "8"]
    assert items[done][0]["transformation_id"] == of_kind(found, "transformation")[0]["id"]
    assert items[waits][0]["waiting"][0]["context"] == {"receiver_role": "人事"}


def test_invitations_two_step_sign_in_and_kept_answers_are_exported(api: Api, alice: Person) -> None:
    switched_on(alice.user)
    door = api(alice)
    door.post("/api/v1/organization/invitations", {"email": "dora@example.com", "role": "member"})
    message = {"text": "直せ。", "transformation_type": "soften", "store": False}
    door.post("/api/v1/transform", message, headers={"Idempotency-Key": "once"})
    found = lines(door)
    assert of_kind(found, "account")[0]["two_step_since"] is not None
    assert [each["email"] for each in of_kind(found, "invitation")] == ["dora@example.com"]
    assert [(each["key"], "直せ。" in each["answer"]) for each in of_kind(found, "kept_answer")] == [("once", True)]


def test_an_unproven_address_tells_nothing_of_whom_it_belongs_to(api: Api, alice: Person, bob: Person) -> None:
    api(alice).post("/api/v1/organization/invitations", {"email": "dora@example.com", "role": "member"})
    User.objects.filter(id=bob.user.id).update(email="dora@example.com", email_verified_at=None)
    assert of_kind(lines(api(bob)), "invitation") == []


EXPORTED = {
    "users": "account",
    "memberships": "account",
    "second_factors": "account",
    "api_keys": "api_key",
    "token_families": "sign_in",
    "page_sessions": "sign_in",
    "invitations": "invitation",
    "idempotency_keys": "kept_answer",
    "transformations": "transformation",
    "batches": "job",
    "batch_parts": "batch_item",
    "batch_results": "batch_item",
    "jobs": "job",
    "glossary_terms": "glossary_term",
    "audit": "audit",
}
TOLD_BY = {
    "memberships": "created_at",
    "second_factors": "confirmed_at",
    "idempotency_keys": "key",
    "batch_parts": "batch_id",
    "batch_results": "batch_id",
    "audit": "position",
}
"""What a row is known by in the export, where that isn't its id."""
NOT_EXPORTED = {
    "analytics": "measured of messages, which are exported",
    "embeddings": "made of messages, which are exported",
    "backup_codes": "digests of secrets",
    "one_time_tokens": "digests of secrets",
    "django_admin_log": "what staff did, for whoever runs the product",
    "users_groups": "what staff may do",
    "users_user_permissions": "what staff may do",
}


def test_everything_that_is_kept_of_people_is_exported_or_says_why_not() -> None:
    assert {model._meta.db_table for model in all_of_people()} == EXPORTED.keys() | NOT_EXPORTED.keys()
    assert set(EXPORTED.values()) <= settings.PERSONAL_DATA.keys()


def test_a_row_of_every_table_is_in_the_export(api: Api, alice: Person) -> None:
    Client().force_login(alice.user)
    switched_on(alice.user)
    door = api(alice)
    write(door, "直せ。")
    door.post("/api/v1/api-keys", {"name": "ci"}, headers={"Idempotency-Key": "once"})
    door.post("/api/v1/organization/invitations", {"email": "dora@example.com", "role": "member"})
    door.post("/api/v1/glossary/terms", {"term": "SLA", "language": "en", "plain": "promise"})
    upload(door, "本文\n直せ。\n".encode())
    work_off()
    upload(door, "本文\n出せ。\n".encode())
    kept = {model._meta.db_table: known_by(model, alice) for model in all_of_people()}
    found = lines(door)
    for table, kind in EXPORTED.items():
        told = json.dumps(of_kind(found, kind)).replace("T", " ").replace("Z", "+00:00")
        missing = {each for each in kept[table] if f'"{each}"' not in told and f": {each}," not in told}
        assert kept[table] and not missing, table


def known_by(model: type[Model], person: Person) -> set[str]:
    """What the person's rows are known by; of jobs those alone that they asked for."""
    table = model._meta.db_table
    theirs: dict[str, dict[str, object]] = {
        "audit": {"actor_id": person.user.id},
        "jobs": {"id__in": Batch.objects.values("id")},
    }
    rows = model._default_manager.filter(**theirs.get(table, {}))
    return {str(getattr(row, TOLD_BY.get(table, "id"))) for row in rows} if table in EXPORTED else set()


def all_of_people() -> set[type[Model]]:
    """Models whose rows name a person, and those that refer to such rows."""
    every = set(apps.get_models(include_auto_created=True))
    found = {model for model in every if of_people(model)}
    while more := {model for model in every - found if referred_to(model) & found}:
        found |= more
    return found


def referred_to(model: type[Model]) -> set[object]:
    fields = [*model._meta.local_fields, *model._meta.private_fields]
    return {field.related_model for field in fields if field.is_relation}


def of_people(model: type[Model]) -> bool:
    """Whether its rows name a person: by a reference, or by an id alone."""
    names = {"user_id", "actor_id", "created_by_id", "invited_by_id"}
    columns = {field.column for field in model._meta.local_fields}
    refers = any(field.related_model is User for field in model._meta.local_fields)
    return model is User or refers or bool(names & columns)


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
