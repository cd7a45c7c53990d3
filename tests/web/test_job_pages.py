"""Jobs on pages: a file handed in, followed, called off, taken home; without a script, too."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.actions.charge_usage import charge_usage
from apps.accounts.models import Organization
from apps.transform.actions import submit_batch
from apps.transform.models import BatchResult, Transformation
from apps.transform.tasks import transform_part
from tests.cast import Person
from tests.transform.batches.working import work_off
from tests.web.browsing import Browser, Page
from tests.web.conftest import as_
from tonebridge.queues.models import Job
from tonebridge.resilience import clock

__all__ = ["as_"]
As = Callable[[Person], Browser]
FIELDS = {"transformation_type": "soften", "intensity": "2", "receiver_role": ""}


def hand_in(browser: Browser, content: str, **more: str) -> Page:
    file = SimpleUploadedFile("声.csv", content.encode("cp932"))
    return browser.post("/jobs/new/", FIELDS | more | {"file": file})


def said(page: Page) -> str:
    """Its words with one space between them."""
    return " ".join(page.words.split())


def test_a_file_is_handed_in_done_and_taken_home(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "番号,本文\nT-1,至急直せ。\nT-2,\n")
    assert made.status == 302
    waiting = browser.get(made.location)
    assert "waiting" in waiting.words and "0 / 2" in said(waiting)
    assert "Cancel job" in waiting.words and "Download" not in waiting.words
    work_off()
    page = browser.get(made.location)
    assert "done" in page.words and "2 / 2" in said(page) and "with problems: 1" in said(page)
    assert "T-1" in page.words and "至急" in page.words
    assert "Message: This can't be empty." in page.words
    assert "声.csv" in browser.get("/jobs/").words
    table = csv.DictReader(StringIO(browser.download(f"{made.location}results.csv")))
    assert list(table.fieldnames or [])[:3] == ["number", "id", "status"]
    assert [(row["id"], row["original_text"]) for row in table] == [("T-1", "至急直せ。"), ("T-2", "")]
    lines = browser.download(f"{made.location}results.jsonl").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["T-1", "T-2"]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submit_batch, "PART_ITEMS", 2)


def test_results_stand_on_the_page_as_they_come(as_: As, alice: Person, small_parts: None) -> None:
    browser = as_(alice)
    made = hand_in(browser, "番号,本文\nT-1,直せ。\nT-2,早くしろ。\nT-3,出せ。\n")
    assert 'data-shown="0"' in browser.get(made.location).html
    transform_part.apply(args=[""], routing_key="bulk")
    page = browser.get(made.location)
    assert "in progress" in page.words and "2 / 3" in said(page)
    assert "T-1" in page.words and "T-2" in page.words and "T-3" not in page.words
    assert 'data-shown="2"' in page.html
    work_off()
    assert "data-shown" not in browser.get(made.location).html


def test_a_page_of_results_that_is_full_asks_for_no_more(as_: As, alice: Person, small_parts: None) -> None:
    browser = as_(alice)
    made = hand_in(browser, "本文\n" + "直せ。\n" * 25)
    first, *_others = Job.objects.filter(parts=0, kind="transform_part").order_by("created_at", "id")
    Job.objects.filter(id=first.id).update(due_at=clock.now() + timedelta(hours=1))
    for _turn in range(11):
        transform_part.apply(args=[""], routing_key="bulk")
    page = browser.get(made.location)
    assert "#3" in page.words and 'data-shown="20"' in page.html  # the first two are to come, and belong before these
    Job.objects.filter(id=first.id).update(due_at=None)
    transform_part.apply(args=[""], routing_key="bulk")
    page = browser.get(made.location)
    assert "in progress" in page.words and "24 / 25" in said(page)
    assert "data-shown" not in page.html


def test_failed_rows_keep_their_text_and_numbers_are_the_same_everywhere(as_: As, alice: Person) -> None:
    browser, long = as_(alice), "直" * 10_001
    made = hand_in(browser, f"番号,本文,種類\nT-1,直せ。,\nT-2,{long},明確にする\nT-3,出せ。,叫ぶ\n")
    work_off()
    page = browser.get(made.location)
    assert "#3 · T-3" in said(page) and "出せ。" in page.words and "直直直" in page.words
    rows = list(csv.DictReader(StringIO(browser.download(f"{made.location}results.csv"))))
    failed = [(row["number"], row["status"], row["original_text"], row["transformation_type"]) for row in rows[1:]]
    assert failed == [("2", "failed", long, "clarify"), ("3", "failed", "出せ。", "叫ぶ")]
    lines = [json.loads(line) for line in browser.download(f"{made.location}results.jsonl").splitlines()]
    assert [(line["number"], line["status"]) for line in lines] == [(1, "done"), (2, "failed"), (3, "failed")]
    assert lines[2]["given"]["text"] == "出せ。"


def test_columns_of_ones_own_come_back_with_the_results(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "番号,担当,本文,status,相手\nT-1,=田中,直せ。,open,営業\nT-2,佐藤,,closed,人事\n")
    work_off()
    rows = list(csv.DictReader(StringIO(browser.download(f"{made.location}results.csv"))))
    own = [(row["担当"], row["status"], row["status (file)"], row["相手"]) for row in rows]
    assert own == [("'=田中", "done", "open", "営業"), ("佐藤", "failed", "closed", "人事")]
    assert "番号" not in rows[0] and "本文" not in rows[0]
    lines = [json.loads(line) for line in browser.download(f"{made.location}results.jsonl").splitlines()]
    assert lines[0]["columns"] == {"担当": "=田中", "status": "open", "相手": "営業"}


def test_no_two_columns_of_the_results_are_called_the_same(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "本文,status,status (file),status (file 2)\n直せ。,a,b,c\n")
    work_off()
    (row,) = csv.DictReader(StringIO(browser.download(f"{made.location}results.csv")))
    own = ("status", "status (file 3)", "status (file)", "status (file 2)")
    assert [row[name] for name in own] == ["done", "a", "b", "c"]


def test_a_message_that_was_deleted_is_shown_as_deleted_and_not_as_failed(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "番号,担当,本文\nT-1,田中,直せ。\n")
    work_off()
    browser.post(f"/history/{Transformation.objects.get().id}/delete/")
    page = browser.get(made.location)
    assert "This message has been deleted." in page.words
    assert ">problem<" not in page.html and "This doesn't exist" not in page.words
    (row,) = csv.DictReader(StringIO(browser.download(f"{made.location}results.csv")))
    assert (row["id"], row["status"], row["problem"], row["担当"]) == ("T-1", "deleted", "", "")
    assert BatchResult.objects.get().given is None


def test_a_download_speaks_its_pages_language_whatever_the_thread_that_makes_it_did_before(
    as_: As, alice: Person
) -> None:
    browser = as_(alice)
    made = hand_in(browser, "番号,本文\nT-1,至急直せ。\n")
    work_off()
    Transformation.objects.all().delete()
    (line,) = browser.download(f"{made.location}results.jsonl").splitlines()
    assert json.loads(line)["problem"]["title"] == "Not found"


def test_the_page_shows_what_a_script_needs_to_follow(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "本文\n直せ。\n")
    job_id = made.location.strip("/").rpartition("/")[2]
    html = browser.get("/jobs/").html
    assert f'data-job="{job_id}"' in html and "data-over" not in html
    assert 'data-running="in progress"' in html and 'data-dead="stopped by an error"' in html
    work_off()
    assert "data-over" in browser.get("/jobs/").html


def test_a_file_whose_columns_say_nothing_is_refused_with_what_to_do(as_: As, alice: Person) -> None:
    page = hand_in(as_(alice), "alpha,beta\n1,2\n")
    assert page.status == 422
    assert "Choose the column that contains the messages. The file has: alpha, beta." in page.words


def test_columns_are_chosen_on_the_page(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "alpha,beta\n直せ。,2\n", column_text="alpha", column_id="beta")
    work_off()
    assert "#1 · 2" in said(browser.get(made.location))


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp932", "Shift_JIS"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")],
)
def test_a_files_encoding_has_the_name_that_people_know(as_: As, alice: Person, encoding: str, name: str) -> None:
    file = SimpleUploadedFile("x.csv", "text,id\n直せ。,1\n".encode(encoding))
    assert json.loads(as_(alice).post("/jobs/columns/", {"file": file}).html)["encoding"] == name


def test_a_file_is_looked_at_before_it_is_handed_in(as_: As, alice: Person) -> None:
    file = SimpleUploadedFile("x.csv", "番号,本文\n1,<b>直せ。\n".encode())
    told = as_(alice).post("/jobs/columns/", {"file": file}).response
    assert told.headers["Content-Type"] == "application/json"
    assert told.json() == {  # type: ignore[attr-defined]  # of the test client
        "columns": ["番号", "本文"],
        "guess": {"text": "本文", "id": "番号"},
        "rows": [["1", "<b>直せ。"]],
        "count": 1,
        "encoding": "UTF-8",
        "warning": "",
    }
    bad = as_(alice).post("/jobs/columns/", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")})
    assert (bad.status, "workbook" in bad.html) == (422, True)


NEEDS = "This needs 300 messages; 80 of 100 are left today. The quota resets at 09:00 JST."


def test_a_file_that_is_too_much_for_the_day_is_told_when_it_is_looked_at_and_when_it_is_handed_in(
    as_: As, charlie: Person
) -> None:
    charge_usage(principal=charlie.principal, characters=1, calls=20)
    browser, content = as_(charlie), "本文\n" + "直せ。\n" * 300
    assert "Messages left today: 80 of 100. The quota resets at 09:00 JST." in browser.get("/jobs/new/").words
    file = SimpleUploadedFile("x.csv", content.encode())
    told = browser.post("/jobs/columns/", {"file": file}).response.json()  # type: ignore[attr-defined]  # of the test client
    assert (told["count"], told["warning"]) == (300, NEEDS)
    refused = hand_in(browser, content)
    assert (refused.status, NEEDS in refused.words) == (429, True)


def test_who_keeps_nothing_is_told_that_the_job_keeps_its_results_for_a_day(as_: As, alice: Person) -> None:
    browser, said_so = as_(alice), "stay with the job for a day"
    assert said_so not in browser.get("/jobs/new/").words
    Organization.objects.filter(id=alice.organization.id).update(retention_days=0)
    assert said_so in browser.get("/jobs/new/").words
    assert "Job results are always kept for a day" in browser.get("/account/").words


def test_no_file_is_said_beside_its_field(as_: As, alice: Person) -> None:
    page = as_(alice).post("/jobs/new/", FIELDS)
    assert (page.status, "Choose a file." in page.words) == (422, True)


def test_a_job_is_called_off_once(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "本文\n直せ。\n")
    assert browser.post(f"{made.location}cancel/").location == made.location
    assert "cancelled" in browser.get(made.location).words
    done = hand_in(browser, "本文\n直せ。\n")
    work_off()
    browser.post(f"{done.location}cancel/")
    assert "The job has already finished." in browser.get(done.location).words


def test_words_in_results_are_words_and_no_markup(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "番号,本文\n<script>alert(1)</script>,<img src=x onerror=alert(1)>直せ。\n")
    work_off()
    html = browser.get(made.location).html
    assert "<script>alert" not in html and "<img src=x" not in html


def test_pages_of_jobs_are_in_japanese_too(as_: As, alice: Person) -> None:
    browser = as_(alice).reading("ja")
    assert "ファイルでまとめて変換" in browser.get("/jobs/").words
    assert "ここにファイルをドロップ" in browser.get("/jobs/new/").words


@pytest.mark.parametrize("sent_in", ["ja", "en"])
@pytest.mark.parametrize(
    ("language", "empty", "long"),
    [
        ("ja", "メッセージ：入力してください。", "メッセージ：10,000 文字以内にしてください。"),
        ("en", "Message: This can't be empty.", "Message: Use at most 10,000 characters."),
    ],
)
def test_a_rows_problem_is_told_in_the_readers_language_with_the_fields_name(
    as_: As, alice: Person, sent_in: str, language: str, empty: str, long: str
) -> None:
    """Also where the file was handed in on a page in the other language."""
    made = hand_in(as_(alice).reading(sent_in), f"番号,本文\nT-1,\nT-2,{'あ' * 10_001}\n")
    work_off()
    browser = as_(alice).reading(language)
    page = browser.get(made.location)
    assert empty in page.words and long in page.words
    rows = csv.DictReader(StringIO(browser.download(f"{made.location}results.csv")))
    assert [row["problem"] for row in rows] == [empty, long]
