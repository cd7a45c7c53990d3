"""Jobs on pages: a file handed in, followed, called off, taken home; without a script, too."""

import csv
import json
from collections.abc import Callable
from io import StringIO

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.transform.models import Transformation
from tests.cast import Person
from tests.transform.batches.working import work_off
from tests.web.browsing import Browser, Page
from tests.web.conftest import as_

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
    assert "Cancel the job" in waiting.words and "Download" not in waiting.words
    work_off()
    page = browser.get(made.location)
    assert "done" in page.words and "2 / 2" in said(page) and "with problems: 1" in said(page)
    assert "T-1" in page.words and "至急" in page.words
    assert "text: At least 1 characters are needed." in page.words
    assert "声.csv" in browser.get("/jobs/").words
    table = csv.DictReader(StringIO(browser.download(f"{made.location}results.csv")))
    assert list(table.fieldnames or [])[:3] == ["index", "id", "status"]
    assert [(row["id"], row["original_text"]) for row in table] == [("T-1", "至急直せ。"), ("T-2", "")]
    lines = browser.download(f"{made.location}results.jsonl").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["T-1", "T-2"]


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
    assert 'data-running="under way"' in html and 'data-dead="stopped by a fault"' in html
    work_off()
    assert "data-over" in browser.get("/jobs/").html


def test_a_file_whose_columns_say_nothing_is_refused_with_what_to_do(as_: As, alice: Person) -> None:
    page = hand_in(as_(alice), "alpha,beta\n1,2\n")
    assert page.status == 422
    assert "Say which column holds the messages. The file has: alpha, beta." in page.words


def test_columns_are_chosen_on_the_page(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "alpha,beta\n直せ。,2\n", column_text="alpha", column_id="beta")
    work_off()
    assert "#1 · 2" in said(browser.get(made.location))


def test_a_file_is_looked_at_before_it_is_handed_in(as_: As, alice: Person) -> None:
    file = SimpleUploadedFile("x.csv", "番号,本文\n1,<b>直せ。\n".encode())
    told = as_(alice).post("/jobs/columns/", {"file": file}).response
    assert told.headers["Content-Type"] == "application/json"
    assert told.json() == {  # type: ignore[attr-defined]  # of the test client
        "columns": ["番号", "本文"],
        "guess": {"text": "本文", "id": "番号"},
        "rows": [["1", "<b>直せ。"]],
        "count": 1,
        "encoding": "utf-8",
    }
    bad = as_(alice).post("/jobs/columns/", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")})
    assert (bad.status, "workbook" in bad.html) == (422, True)


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
    assert "The job was over already." in browser.get(done.location).words


def test_words_in_results_are_words_and_no_markup(as_: As, alice: Person) -> None:
    browser = as_(alice)
    made = hand_in(browser, "番号,本文\n<script>alert(1)</script>,<img src=x onerror=alert(1)>直せ。\n")
    work_off()
    html = browser.get(made.location).html
    assert "<script>alert" not in html and "<img src=x" not in html


def test_pages_of_jobs_are_in_japanese_too(as_: As, alice: Person) -> None:
    browser = as_(alice).reading("ja")
    assert "ファイルをまとめて変換" in browser.get("/jobs/").words
    assert "ここにファイルをドロップ" in browser.get("/jobs/new/").words
