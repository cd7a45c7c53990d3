"""Many messages at once, from the call to the file of results."""

import csv
import io
import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.models import Membership
from apps.transform.actions import submit_batch
from apps.transform.models import BatchPart, BatchResult, Embedding, Transformation
from apps.transform.tasks import transform_part
from tests.cast import Person, signed_in
from tests.front_door import Api
from tests.transform.batches.working import results, submit, upload, work_off
from tonebridge.ids import uuid7
from tonebridge.queues.models import Job
from tonebridge.resilience import clock


def used(api: Api, person: Person) -> int:
    return int(api(person).get("/api/v1/usage").json()["day"]["used"])


def test_a_list_of_messages_is_done_and_each_is_charged_once(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, "直せ。", "早く出せ。", "了解です。")
    before = door.get(f"/api/v1/jobs/{job_id}").json()
    assert (before["status"], before["progress"]) == ("queued", {"done": 0, "failed": 0, "total": 3})
    work_off()
    after = door.get(f"/api/v1/jobs/{job_id}").json()
    assert (after["status"], after["progress"]) == ("succeeded", {"done": 3, "failed": 0, "total": 3})
    found = results(door, job_id)
    assert [item["index"] for item in found] == [0, 1, 2]
    assert [item["result"]["original_text"] for item in found] == ["直せ。", "早く出せ。", "了解です。"]
    assert used(api, alice) == 3
    assert Transformation.objects.count() == Embedding.objects.count() == 3


def test_what_is_wrong_with_one_message_is_told_in_its_place(api: Api, alice: Person) -> None:
    door = api(alice)
    items = [
        {"text": "直せ。", "transformation_type": "soften", "id": "T-1"},
        {"text": "", "transformation_type": "soften", "id": "T-2"},
        {"text": "直せ。", "transformation_type": "shout"},
        {"text": "直せ。", "transformation_type": "soften", "volume": 11},
    ]
    job_id = door.as_(Accept_Language="en").post("/api/v1/transform/batch", {"items": items}).json()["id"]
    work_off()
    job = door.get(f"/api/v1/jobs/{job_id}").json()
    assert (job["status"], job["progress"]) == ("succeeded", {"done": 1, "failed": 3, "total": 4})
    good, *bad = results(door, job_id)
    assert (good["id"], good["result"]["changed"]) == ("T-1", True)
    assert [one["problem"]["errors"][0]["field"] for one in bad] == ["text", "transformation_type", "volume"]
    assert bad[0]["problem"]["errors"][0]["detail"] == "This can't be empty."
    assert used(api, alice) == 1


def test_a_job_of_nothing_but_mistakes_has_failed(api: Api, alice: Person) -> None:
    job_id = submit(api(alice), "", " ")
    work_off()
    assert api(alice).get(f"/api/v1/jobs/{job_id}").json()["status"] == "failed"


@pytest.mark.parametrize("items", [[], [{}] * 101, "x", [1]])
def test_a_list_that_is_none_is_refused(api: Api, alice: Person, items: object) -> None:
    answer = api(alice).post("/api/v1/transform/batch", {"items": items})
    assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_ERROR")


def test_bob_and_charlie_see_nothing_of_alices_job(api: Api, alice: Person, bob: Person, charlie: Person) -> None:
    job_id = submit(api(alice), "直せ。")
    for person in (bob, charlie):
        assert api(person).get("/api/v1/jobs").json()["items"] == []
        for path in ("", "/results", "/results/download"):
            seen = api(person).get(f"/api/v1/jobs/{job_id}{path}")
            never = api(person).get(f"/api/v1/jobs/{uuid7()}{path}")
            assert seen.status_code == never.status_code == 404
        assert api(person).post(f"/api/v1/jobs/{job_id}/cancel").status_code == 404
    assert api(alice).get("/api/v1/jobs").json()["items"][0]["id"] == job_id


def test_parts_of_a_job_are_nobodys_jobs(api: Api, alice: Person) -> None:
    submit(api(alice), *["直せ。"] * 60)
    parts = Job.objects.filter(parent__isnull=False)
    assert parts.count() == 3
    assert len(api(alice).get("/api/v1/jobs").json()["items"]) == 1
    assert api(alice).get(f"/api/v1/jobs/{parts[0].id}").status_code == 404


def test_results_are_answered_as_they_come(api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submit_batch, "PART_ITEMS", 2)
    door = api(alice)
    job_id = submit(door, *[f"{number}番を直せ。" for number in range(3)])
    transform_part.apply(args=[job_id])
    assert door.get(f"/api/v1/jobs/{job_id}").json()["status"] == "running"
    assert [each["index"] for each in results(door, job_id)] == [0, 1]
    lines = door.get(f"/api/v1/jobs/{job_id}/results/download?form=jsonl").text.splitlines()
    assert len(lines) == 2


def test_a_cancelled_job_keeps_what_is_done_and_forgets_the_rest(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, *[f"{number}番を直せ。" for number in range(60)])
    transform_part.apply(args=[job_id])
    assert door.post(f"/api/v1/jobs/{job_id}/cancel").json()["status"] == "cancelled"
    work_off()
    job = door.get(f"/api/v1/jobs/{job_id}").json()
    assert (job["status"], job["progress"]["done"], used(api, alice)) == ("cancelled", 25, 25)
    assert len(results(door, job_id)) == 25
    assert not BatchPart.objects.exists()
    again = door.post(f"/api/v1/jobs/{job_id}/cancel")
    assert (again.status_code, again.json()["status"]) == (200, "cancelled")


def test_a_job_that_is_over_cannot_be_cancelled(api: Api, alice: Person) -> None:
    job_id = submit(api(alice), "直せ。")
    work_off()
    assert api(alice).post(f"/api/v1/jobs/{job_id}/cancel").status_code == 409


def test_results_are_paged_by_index(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, *[f"{number}番を直せ。" for number in range(7)])
    work_off()
    first = door.get(f"/api/v1/jobs/{job_id}/results?limit=5").json()
    second = door.get(f"/api/v1/jobs/{job_id}/results?limit=5&cursor={first['next_cursor']}").json()
    assert [item["index"] for item in (*first["items"], *second["items"])] == list(range(7))
    assert second["next_cursor"] is None


def test_a_message_that_its_owner_deletes_is_gone_from_the_results(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, "直せ。")
    work_off()
    door.delete(f"/api/v1/history/{results(door, job_id)[0]['result']['id']}")
    assert results(door, job_id)[0]["problem"]["code"] == "NOT_FOUND"


def test_what_history_does_not_keep_is_sealed_with_the_job(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, "秘密を直せ。", store=False)
    work_off()
    assert results(door, job_id)[0]["result"]["original_text"] == "秘密を直せ。"
    assert Transformation.objects.get().original_text == ""
    assert BatchResult.objects.get().transformation_id is None


def test_a_later_answer_is_a_job_of_one(api: Api, alice: Person) -> None:
    door, body = api(alice), {"text": "直せ。", "transformation_type": "soften"}
    answer = door.post("/api/v1/transform", body, headers={"Prefer": "respond-async"})
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "respond-async")
    job = answer.json()
    assert (job["priority"], job["origin"]) == ("critical", "later")
    assert answer.headers["location"] == f"/api/v1/jobs/{job['id']}"
    work_off()
    assert results(door, job["id"])[0]["result"]["changed"] is True
    bad = door.post("/api/v1/transform", body | {"text": ""}, headers={"Prefer": "respond-async"})
    assert bad.status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/transform", "/api/v1/transform/batch"])
def test_the_same_key_makes_one_job(api: Api, alice: Person, path: str) -> None:
    body = {"text": "直せ。", "transformation_type": "soften"}
    sent = body if path.endswith("transform") else {"items": [body]}
    headers = {"Idempotency-Key": uuid4().hex, "Prefer": "respond-async"}
    first, second = (api(alice).post(path, sent, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert len(api(alice).get("/api/v1/jobs").json()["items"]) == 1


def test_a_day_that_cannot_hold_them_is_said_at_once(api: Api, charlie: Person) -> None:
    answer = upload(api(charlie), "\n".join(["text", *["直せ。"] * 101]).encode())
    assert (answer.status_code, answer.json()["code"]) == (429, "QUOTA_EXCEEDED")
    assert not Job.objects.exists()


def test_somebody_who_left_has_nothing_more_done_for_them(api: Api, alice: Person, bob: Person) -> None:
    job_id = submit(api(bob), "直せ。")
    Membership.objects.filter(user=bob.user).delete()
    work_off()
    assert not Transformation.objects.exists()
    assert Job.objects.get(id=job_id).status == "failed"


def test_no_cell_of_the_results_is_run_by_a_spreadsheet(api: Api, alice: Person) -> None:
    door = api(alice)
    rows = [["id", "text"], ["=1+1", '=HYPERLINK("http://evil")を直せ。'], ["@x", "-2+3を直せ。"], ["ok", "直せ。"]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    job_id = upload(door, out.getvalue().encode()).json()["id"]
    work_off()
    answer = door.get(f"/api/v1/jobs/{job_id}/results/download?form=csv")
    assert "attachment" in answer.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    cells = [cell for line in lines for cell in line.values()]
    assert [line["id"] for line in lines] == ["'=1+1", "'@x", "ok"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert [line["status"] for line in lines] == ["done"] * 3


def test_results_come_as_json_lines_too(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = submit(door, "直せ。", "")
    work_off()
    lines = [
        json.loads(line) for line in door.get(f"/api/v1/jobs/{job_id}/results/download?form=jsonl").text.splitlines()
    ]
    assert [("result" in line, "problem" in line) for line in lines] == [(True, False), (False, True)]
    assert door.get(f"/api/v1/jobs/{job_id}/results/download?form=xls").status_code == 400


EVENING = datetime(2026, 11, 28, 21, tzinfo=UTC)
FULL = {"needed": 300, "left": 80, "limit": 100, "resets_at": "2026-11-29T00:00:00Z"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This needs 300 messages; 80 of 100 are left today. The quota resets at 09:00 JST."),
        ("ja", "300 件分が必要ですが、本日の残りは 80 件です（上限 100 件）。09:00 JST にリセットされます。"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_file_that_is_too_much_for_the_day_is_told_how_many_it_has_and_how_many_are_left(
    api: Api, charlie: Person, form: str, language: str, said: str
) -> None:
    with clock.frozen(EVENING):
        charge_usage(principal=charlie.principal, characters=1, calls=20)
        door = api(signed_in(charlie.user)).as_(Accept_Language=language)
        answer = upload(door, (HEAD[form] + (ROW[form] + "\n") * 300).encode())
    problem = answer.json()
    assert (answer.status_code, problem["quota"], problem["detail"]) == (429, FULL, said)
    assert answer.headers["retry-after"] == "10800"


def test_a_list_that_is_too_much_for_the_day_is_told_the_same(api: Api, charlie: Person) -> None:
    with clock.frozen(EVENING):
        charge_usage(principal=charlie.principal, characters=1, calls=60)
        items = [{"text": "直せ。", "transformation_type": "soften"}] * 50
        answer = api(signed_in(charlie.user)).post("/api/v1/transform/batch", {"items": items})
    assert answer.json()["quota"] == FULL | {"needed": 50, "left": 40}


BROKEN = {"csv": 'text\n{}"直せ。"x\n', "jsonl": "{}{{]\n"}
COUNTED = {"csv": None, "jsonl": 102}
"""Rows behind the day's last are counted and not read: no line of JSON is parsed."""
NEEDS = {
    "csv": "This file has more messages than you have left today (100 of 100)",
    "jsonl": "This needs 102 messages; 100 of 100 are left",
}
HEAD = {"csv": "text\n", "jsonl": ""}
ROW = {"csv": '"直せ。"\n', "jsonl": '{"text": "直せ。"}\n'}


@pytest.mark.parametrize("form", BROKEN)
def test_a_file_is_read_no_further_than_the_day_holds(api: Api, charlie: Person, form: str) -> None:
    door = api(charlie).as_(Accept_Language="en")
    more, exactly = (upload(door, BROKEN[form].format(ROW[form] * rows).encode()) for rows in (101, 100))
    assert (more.status_code, more.json()["code"], more.json()["quota"]["needed"]) == (
        429,
        "QUOTA_EXCEEDED",
        COUNTED[form],
    )
    assert more.json()["detail"].startswith(NEEDS[form])
    assert (exactly.status_code, exactly.json()["code"]) == (400, "VALIDATION_ERROR")


def test_blank_lines_of_a_file_take_nothing_from_the_day(api: Api, charlie: Person) -> None:
    assert upload(api(charlie), ("text\n" + "直せ。\n\n" * 100).encode()).status_code == 202


def test_of_a_day_that_is_used_up_no_file_is_read(api: Api, charlie: Person) -> None:
    charge_usage(principal=charlie.principal, characters=1, calls=100)
    answer = upload(api(charlie), b"PK\x03\x04 a workbook")
    assert (answer.status_code, answer.json()["code"]) == (429, "QUOTA_EXCEEDED")
