"""What jobs keep of messages, and for how long: as it is said where it is chosen."""

from datetime import timedelta

from apps.transform.actions.apply_retention import apply_retention
from apps.transform.actions.forget_batches import forget_batches
from apps.transform.models import BatchResult, Transformation
from tests.cast import Person
from tests.front_door import Api
from tests.transform.batches.working import results, upload, work_off
from tonebridge.resilience import clock

FILE = "番号,担当,本文\nT-1,田中,直せ。\nT-2,佐藤,\nT-3,鈴木,出せ。\n".encode()
A_DAY = timedelta(hours=24, seconds=1)


def test_a_text_that_failed_stays_for_a_day_and_its_problem_for_longer(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = upload(door, "番号,担当,本文,強さ\nT-1,田中,直せ。,9\n".encode()).json()["id"]
    work_off()
    assert results(door, job_id)[0]["given"]["text"] == "直せ。"
    forget_batches()
    assert results(door, job_id)[0]["given"]["text"] == "直せ。"
    with clock.frozen(clock.now() + A_DAY):
        forget_batches()
    (left,) = results(door, job_id)
    assert (left["id"], left["problem"]["errors"][0]["field"]) == ("T-1", "intensity")
    assert "given" not in left and "columns" not in left


def test_a_result_that_history_does_not_keep_goes_from_the_job_after_a_day(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = upload(door, FILE, store="false").json()["id"]
    work_off()
    first = results(door, job_id)[0]
    assert (first["result"]["original_text"], first["columns"]) == ("直せ。", {"担当": "田中"})
    with clock.frozen(clock.now() + A_DAY):
        forget_batches()
    assert [each["id"] for each in results(door, job_id)] == ["T-2"]
    assert door.get("/api/v1/history").json()["items"][0]["original_text"] == ""


def test_columns_of_a_row_stay_for_as_long_as_its_message(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = upload(door, FILE).json()["id"]
    work_off()
    with clock.frozen(clock.now() + A_DAY):
        forget_batches()
        apply_retention()
    assert results(door, job_id)[0]["columns"] == {"担当": "田中"}
    with clock.frozen(clock.now() + timedelta(days=31)):
        apply_retention()
    assert [(each["status"], "columns" in each) for each in results(door, job_id)] == [
        ("deleted", False),
        ("failed", False),
        ("deleted", False),
    ]
    assert not BatchResult.objects.exclude(given=None).exists()


def test_a_row_that_is_deleted_takes_its_columns_along_and_no_others(api: Api, alice: Person) -> None:
    door = api(alice)
    job_id = upload(door, FILE).json()["id"]
    work_off()
    door.delete(f"/api/v1/history/{Transformation.objects.order_by('created_at')[0].id}")
    first, _second, third = results(door, job_id)
    assert (first["status"], "columns" in first, third["columns"]) == ("deleted", False, {"担当": "鈴木"})


def test_where_nothing_is_to_be_kept_it_is_said_that_jobs_keep_their_results_for_a_day(api: Api, alice: Person) -> None:
    document = api(alice).get("/api/schema?format=json").json()["components"]["schemas"]
    for body in ("TransformBody", "ImportInRequest"):
        assert (
            "Job results, and the responses to requests with an Idempotency-Key, are still kept for one day"
            in document[body]["properties"]["store"]["description"]
        )
