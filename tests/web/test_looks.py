"""Where the meaning may have changed, pages show both passages to look at; where a value broke, what is to be checked."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from apps.transform.providers.ladder import configured_ladder
from tests.cast import Person
from tests.models.conftest import Models, _servers, models
from tests.models.reader_model import both
from tests.models.reader_model import said as said_of
from tests.models.scripted_server import Script
from tests.transform.batches.working import work_off
from tests.web.browsing import Browser, Page
from tests.web.test_measures import decided, measure, told
from tests.web.test_workspace import FORM

__all__ = ["_servers", "models"]
As = Callable[[Person], Browser]
TEXT = "本番の設定は変更しないで。42件の取り込みを直せ。"
CALM = "本番の設定は変更しないでください。42件の取り込みを直していただけますか。"
TURNED = CALM.replace("変更しないで", "変更して")


def said(page: Page) -> str:
    return " ".join(page.words.split())


def answered(models: Models, browser: Browser, answer: str) -> Page:
    models.primary.script = Script(writes=lambda _message: answer)
    return browser.post("/", FORM | {"text": TEXT})


def sides(page: Page) -> list[tuple[str, ...]]:
    """The passages that are shown side by side."""
    found = re.findall(r'<dl class="sides">(.*?)</dl>', page.html, re.DOTALL)
    return [tuple(unescape(each) for each in re.findall(r"<dd>(.*?)</dd>", part, re.DOTALL)) for part in found]


def test_a_look_shows_both_passages_side_by_side_and_stands_apart_from_what_is_to_be_checked(
    as_: As, alice: Person, models: Models
) -> None:
    page = answered(models, as_(alice), TURNED)
    assert page.text_of("result-text") == TURNED
    assert ("本番の設定は変更しないで", "本番の設定は変更してください") in sides(page)
    assert "Worth a look" in page.words and "To check" not in page.words
    assert "1 place worth a look." in said(page)
    assert "all match" not in page.words


def test_what_was_compared_is_said_and_no_more(as_: As, alice: Person, models: Models) -> None:
    page = answered(models, as_(alice), CALM)
    assert "Worth a look" not in page.words
    assert "1 value compared: it matches." in said(page)
    assert "Whether the meaning is the same is for you to judge" in page.words


def test_who_compared_the_meaning_is_named_and_what_they_cleared_is_no_value(
    as_: As, alice: Person, models: Models, settings: Settings
) -> None:
    settings.LLM_VERIFY = "same"
    configured_ladder.cache_clear()
    models.primary.script = Script(writes=both(lambda _message: TURNED, said_of))
    page = as_(alice).post("/", FORM | {"text": TEXT})
    assert "Numbers, dates, names, quotations and code were compared, and the meaning by openai:first." in page.words
    assert "Worth a look" not in page.words and "Whether the meaning is the same" not in page.words
    assert "1 value compared: it matches." in said(page)


def test_an_edited_text_is_measured_with_the_same_three_groups(as_: As, alice: Person, models: Models) -> None:
    browser = as_(alice)
    page = answered(models, browser, CALM)
    turned = measure(browser, decided(page, final_text=TURNED))
    assert "Worth a look" in turned.words and "To check" not in turned.words
    broken = measure(browser, decided(page, final_text=TURNED.replace("42", "24")))
    assert "Worth a look" in broken.words and "To check" in broken.words
    assert "1 fact to check. 1 place worth a look." in said(broken)


def test_a_models_changes_are_measured_as_they_were_judged(as_: As, alice: Person, models: Models) -> None:
    browser = as_(alice)
    page = answered(models, browser, TURNED)
    assert [fact["status"] for fact in told(page)["to_check"]] == ["look"]
    whole = measure(browser, decided(page))
    assert "Worth a look" in whole.words and "To check" not in whole.words
    assert "Worth a look" not in measure(browser, decided(page, kept=lambda _at: False)).words


@pytest.mark.parametrize("status", ["lost", "look"])
def test_what_the_whole_result_was_told_to_be_stays_as_grave(browser: Browser, status: str) -> None:
    review = {
        "original": "本番の設定は変更しないで。",
        "language": "ja",
        "transformation_type": "soften",
        "changes": [{"start": 6, "end": 12, "replacement": "変更して", "reason": "restored", "kept": True}],
        "to_check": [
            {
                "kind": "negation",
                "original": "本番の設定は変更しないで",
                "found": "本番の設定は変更して",
                "status": status,
            }
        ],
    }
    found = measure(browser, review)
    assert ("To check" in found.words, "Worth a look" in found.words) == (status == "lost", status == "look")


def test_a_job_marks_its_items_that_are_worth_a_look(as_: As, alice: Person, models: Models) -> None:
    models.primary.script = Script(writes=lambda message: message.replace("しないで", "して"))
    browser = as_(alice)
    lines = "本文\n本番の設定は変更しないでください。\n本番の設定は見てください。\n"
    fields = {"transformation_type": "soften", "intensity": "2", "receiver_role": ""}
    made = browser.post("/jobs/new/", fields | {"file": SimpleUploadedFile("a.csv", lines.encode())})
    work_off()
    page = browser.get(made.location)
    assert page.words.count("worth a look") == 1
    assert "facts to check" not in page.words
    rows = browser.download(f"{made.location}results.jsonl").splitlines()
    assert [json.loads(row)["result"]["facts"]["status"] for row in rows] == ["look", "kept"]


def test_a_receipt_says_that_the_meaning_was_not_compared(as_: As, alice: Person, models: Models) -> None:
    browser = as_(alice)
    answered(models, browser, TURNED)
    entry = re.search(r'href="(/history/[0-9a-f-]{36}/)"', browser.get("/history/").html)
    assert entry
    assert "The meaning wasn't." in unescape(browser.get(f"{entry[1]}receipt/").words)
