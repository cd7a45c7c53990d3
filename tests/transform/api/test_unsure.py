"""`unsure`: what the rules couldn't improve, or aren't sure about, as every caller of the API hears it."""

import csv
import json
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

import pytest
from django.core.management import call_command

from apps.transform.contracts import Draft, TransformationType, Unsure
from apps.transform.models import Transformation
from apps.transform.rewriting.rulebook import reason_text
from apps.transform.story.doubts import MOST_PASSAGES
from apps.transform.types import WRITERS
from tests.cast import Person
from tests.front_door import Api, FrontDoor
from tests.models.reading import read
from tests.transform.batches.working import results, submit, work_off
from tests.transform.doubting import HARSH, MESSAGE, SOFTER, SPAN, STILL_HARSH, Doubt, doubting

CODES = ("still_harsh", "unsure_role", "subject_unsure", "not_helped", "taken_back")
BODY: dict[str, Any] = {"text": MESSAGE, "transformation_type": "soften"}
FOUND = {
    "start": SPAN[0],
    "end": SPAN[1],
    "text": HARSH,
    "code": "still_harsh",
    "message": STILL_HARSH["ja"],
}


@pytest.fixture
def doubt(monkeypatch: pytest.MonkeyPatch) -> Doubt:
    return doubting(monkeypatch)


@pytest.fixture
def harsh(doubt: Doubt) -> None:
    """Rules that soften one sentence, and know no good way to say another."""
    doubt((HARSH, "still_harsh"), edits=SOFTER)


def send(door: FrontDoor, **more: Any) -> Any:
    return door.post("/api/v1/transform", BODY | more).json()


@pytest.mark.usefixtures("harsh")
def test_a_result_names_the_passage_by_its_code_points_and_says_why(api: Api, alice: Person) -> None:
    found = send(api(alice))
    assert (found["tier"], found["unsure"]) == ("rules", [FOUND])
    assert found["original_text"][SPAN[0] : SPAN[1]] == HARSH


@pytest.mark.usefixtures("harsh")
def test_it_is_told_in_the_language_of_the_reader(api: Api, alice: Person) -> None:
    assert send(api(alice).as_(Accept_Language="en"))["unsure"] == [FOUND | {"message": STILL_HARSH["en"]}]


@pytest.mark.usefixtures("harsh")
def test_a_stream_ends_with_it(api: Api, alice: Person) -> None:
    events = read(api(alice).post("/api/v1/transform/stream", BODY))
    assert events.result["unsure"] == [FOUND]


@pytest.mark.usefixtures("harsh")
def test_every_strength_says_it(api: Api, alice: Person) -> None:
    found = send(api(alice), options={"variants": True})
    assert [variant["unsure"] for variant in found["variants"]] == [[FOUND]] * 3


@pytest.mark.usefixtures("harsh")
def test_it_is_kept_and_still_there_after_feedback(api: Api, alice: Person) -> None:
    door = api(alice)
    first = send(door)
    entry = f"/api/v1/history/{first['id']}"
    edited = {"verdict": "edited", "final_text": "よろしくお願いします。", "rejected_changes": ["c1"]}
    assert door.post(f"{entry}/feedback", edited).status_code == 200
    assert (door.get(entry).json()["verdict"], door.get(entry).json()["unsure"]) == ("edited", [FOUND])


@pytest.mark.usefixtures("harsh")
def test_without_a_text_there_are_no_passages_either(api: Api, alice: Person) -> None:
    found = send(api(alice), store=False)
    assert found["unsure"] == [FOUND]
    assert HARSH not in Transformation.objects.get(id=found["id"]).result
    assert api(alice).get(f"/api/v1/history/{found['id']}").json()["unsure"] == []


def test_an_answer_to_a_question_leaves_it_where_it_was(api: Api, alice: Person) -> None:
    door, text = api(alice), "サーバーを2台増やしたいので、ご承認をお願いいたします。"
    made = door.post("/api/v1/transform", {"text": text, "transformation_type": "background"}).json()
    row = Transformation.objects.get(id=made["id"])
    passage = {
        "start": 0,
        "end": 8,
        "text": text[:8],
        "code": "unsure_role",
        "message": reason_text("unsure_role", "ja"),
    }
    row.result = json.dumps(json.loads(row.result) | {"unsure": [passage]})
    row.save()
    answers = {"answers": [{"question_id": made["questions"][0]["id"], "text": "負荷試験のため"}]}
    found = door.as_(Accept_Language="en").post(f"/api/v1/transform/{made['id']}/answers", answers).json()
    assert "負荷試験のため" in found["transformed_text"]
    assert found["unsure"] == [passage | {"message": reason_text("unsure_role", "en")}]


def test_a_result_from_before_has_none(api: Api, alice: Person) -> None:
    made = send(api(alice), text="直せ。")
    row = Transformation.objects.get(id=made["id"])
    row.result = json.dumps({name: value for name, value in json.loads(row.result).items() if name != "unsure"})
    row.save()
    assert api(alice).get(f"/api/v1/history/{made['id']}").json()["unsure"] == []


@pytest.mark.usefixtures("harsh")
def test_results_of_a_job_say_it_as_json_and_in_a_column(api: Api, alice: Person) -> None:
    door = api(alice)
    job = submit(door, MESSAGE, "ありがとうございます。")
    work_off()
    assert [each["result"]["unsure"] for each in results(door, job)] == [[FOUND], []]
    rows = list(csv.DictReader(StringIO(downloaded(door, job, "csv"))))
    assert [row["unsure"] for row in rows] == [f"{HARSH} → {STILL_HARSH['ja']}", ""]
    lines = [json.loads(line) for line in downloaded(door, job, "jsonl").splitlines()]
    assert [line["result"]["unsure"] for line in lines] == [[FOUND], []]


def downloaded(door: FrontDoor, job: str, form: str) -> str:
    return door.get(f"/api/v1/jobs/{job}/results/download?form={form}").content.decode("utf-8-sig")


@pytest.mark.usefixtures("harsh")
def test_the_command_line_says_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(json.dumps(BODY).encode())))
    call_command("transform", jsonl=True)
    assert json.loads(capsys.readouterr().out)["unsure"] == [FOUND]


@pytest.mark.usefixtures("harsh")
def test_a_visitor_is_told_too(visitor: FrontDoor, plans: None) -> None:
    assert visitor.post("/api/v1/preview/transform", BODY).json()["unsure"] == [FOUND]


def test_passages_come_in_the_order_of_the_message_and_each_once(api: Api, alice: Person, doubt: Doubt) -> None:
    doubt(("直せ。", "still_harsh"), (HARSH, "unsure_role"), (HARSH, "unsure_role"))
    assert [(each["text"], each["code"]) for each in send(api(alice))["unsure"]] == [
        (HARSH, "unsure_role"),
        ("直せ。", "still_harsh"),
    ]


def test_a_passage_beyond_the_message_is_cut_to_it(api: Api, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    beyond = (
        Unsure(-3, 2, "still_harsh"),
        Unsure(len(MESSAGE) - 1, 10_000, "still_harsh"),
        Unsure(4, 4, "still_harsh"),
    )
    writers: dict[TransformationType, Any] = WRITERS  # the stubs of `setitem` know no callables of a protocol
    monkeypatch.setitem(writers, TransformationType.SOFTEN, lambda _wanted, _document: Draft(unsure=beyond))
    assert [each["text"] for each in send(api(alice))["unsure"]] == [MESSAGE[:2], MESSAGE[-1]]


def test_a_change_that_the_fact_lock_took_back_is_a_passage(api: Api, alice: Person, doubt: Doubt) -> None:
    doubt(edits=(("明日17時まで", "明日まで"), *SOFTER))
    (passage,) = send(api(alice))["unsure"]
    assert (passage["code"], passage["text"]) == ("taken_back", "明日17時までに直せ。")


def test_where_the_writer_named_the_sentence_itself_it_is_named_once(api: Api, alice: Person, doubt: Doubt) -> None:
    doubt(("17時まで", "still_harsh"), edits=(("明日17時まで", "明日まで"),))
    assert [each["code"] for each in send(api(alice))["unsure"]] == ["still_harsh"]


def test_a_message_that_cant_be_helped_comes_back_as_it_was_and_says_so(api: Api, alice: Person, doubt: Doubt) -> None:
    doubt((MESSAGE, "not_helped"), kind="summarize")
    found = send(api(alice), transformation_type="summarize")
    assert (found["changed"], found["transformed_text"]) == (False, MESSAGE)
    assert [(each["code"], each["text"]) for each in found["unsure"]] == [("not_helped", MESSAGE)]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_one_sentence_in_both_languages(code: str) -> None:
    ja, en = reason_text(code, "ja"), reason_text(code, "en")
    assert ja.endswith("。")
    assert en.endswith(".")
    assert ja != en


def test_a_message_of_nothing_but_doubts_names_the_first_sixty(api: Api, alice: Person) -> None:
    found = send(api(alice), text="絶対。\n" * 300, transformation_type="structure")
    assert 0 < len(found["unsure"]) <= MOST_PASSAGES
