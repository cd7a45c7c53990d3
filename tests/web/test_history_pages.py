"""History on pages."""

import re
from collections.abc import Callable

import pytest

from apps.accounts.contracts import Role
from tests.cast import Person, colleague
from tests.web.browsing import Browser
from tests.web.test_workspace import FORM, SCRIPT

As = Callable[[Person], Browser]


def transformed(browser: Browser, **fields: str) -> str:
    """The path of a new entry."""
    found = re.search(r'href="(/history/[0-9a-f-]{36}/)"', browser.post("/", FORM | fields).html)
    assert found
    return found[1]


def test_alice_reads_both_texts(as_: As, alice: Person) -> None:
    browser = as_(alice)
    page = browser.get(transformed(browser))
    assert page.status == 200
    assert FORM["text"] in page.words
    assert "17時" in page.text_of("result-text")


@pytest.mark.parametrize("part", ["", "delete/"])
def test_charlie_cannot_open_alices_entry(as_: As, alice: Person, charlie: Person, part: str) -> None:
    path = transformed(as_(alice))
    assert as_(charlie).get(path + part).status == 404


@pytest.mark.parametrize("part", ["delete/", "feedback/"])
def test_charlie_cannot_change_alices_entry(as_: As, alice: Person, charlie: Person, part: str) -> None:
    browser = as_(alice)
    path = transformed(browser)
    assert as_(charlie).post(path + part, {"verdict": "accepted"}).status == 404
    assert "Used as it was" not in browser.get(path).words


def test_the_list_is_filtered_by_type_and_words(as_: As, alice: Person) -> None:
    browser = as_(alice)
    transformed(browser, text="請求書の件、早く返事をください。")
    transformed(browser, transformation_type="structure")
    assert browser.get("/history/", {"q": "請求書"}).html.count('class="row"') == 1
    assert browser.get("/history/", {"type": "structure"}).html.count('class="row"') == 1
    assert "Nothing matches here." in browser.get("/history/", {"q": "天気"}).words


def test_the_list_goes_on_after_twenty(as_: As, alice: Person) -> None:
    browser = as_(alice)
    for number in range(21):
        transformed(browser, text=f"{number}件目です。")
    first = browser.get("/history/")
    following = re.search(r'href="(\?cursor=[^"]+)"', first.html)
    assert following
    assert first.html.count('class="row"') == 20
    assert browser.get("/history/" + following[1]).html.count('class="row"') == 1


def test_a_made_up_cursor_is_a_page_that_says_so(as_: As, alice: Person) -> None:
    assert as_(alice).get("/history/", {"cursor": "made-up"}).status == 400


def test_deleting_asks_first(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    assert "can't be undone" in browser.get(path + "delete/").words
    assert browser.get(path).status == 200
    browser.post(path + "delete/")
    assert browser.get(path).status == 404


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"verdict": "accepted"}, "Used as it was"),
        ({"verdict": "rejected"}, "Not used"),
        ({"verdict": "edited", "final_text": "少し直しました。"}, "Used with edits"),
    ],
)
def test_feedback_is_noted(as_: As, alice: Person, said: dict[str, str], shown: str) -> None:
    browser = as_(alice)
    path = transformed(browser)
    assert browser.post(path + "feedback/", said).location == path
    assert f"Noted so far: {shown}" in " ".join(browser.get(path).words.split())


def test_edited_without_a_text_is_refused_beside_the_box(as_: As, alice: Person) -> None:
    browser = as_(alice)
    page = browser.post(transformed(browser) + "feedback/", {"verdict": "edited", "final_text": " "})
    assert page.status == 422
    assert "Say what the text became." in page.words


def test_a_viewer_may_not_delete(as_: As, alice: Person) -> None:
    viewer = as_(colleague("vera", alice, Role.VIEWER))
    assert viewer.get("/history/").status == 200
    assert viewer.post("/history/0198c0de-0000-7000-8000-000000000000/delete/").status == 403


def test_a_script_in_an_old_message_is_shown_as_text(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser, text=f"{SCRIPT} 無理です。")
    for page in (browser.get("/history/"), browser.get(path), browser.get(path + "delete/")):
        assert SCRIPT not in page.html
        assert SCRIPT in page.words
