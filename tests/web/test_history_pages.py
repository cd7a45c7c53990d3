"""History on pages."""

import re
from collections.abc import Callable

import pytest

from apps.accounts.contracts import Role
from apps.transform.actions.digest_transformation import digest_transformation
from apps.transform.models import Transformation
from tests.cast import Person, colleague
from tests.web.browsing import Browser, Page
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
    assert "Used as is" not in browser.get(path).words


def test_the_list_is_filtered_by_type_and_words(as_: As, alice: Person) -> None:
    browser = as_(alice)
    transformed(browser, text="請求書の件、早く返事をください。")
    transformed(browser, transformation_type="structure")
    assert browser.get("/history/", {"q": "請求書"}).html.count('class="row"') == 1
    assert browser.get("/history/", {"type": "structure"}).html.count('class="row"') == 1
    assert "No matches." in browser.get("/history/", {"q": "天気"}).words


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
        ({"verdict": "accepted"}, "Used as is"),
        ({"verdict": "rejected"}, "Not used"),
        ({"verdict": "edited", "final_text": "少し直しました。"}, "Used with edits"),
    ],
)
def test_feedback_is_noted(as_: As, alice: Person, said: dict[str, str], shown: str) -> None:
    browser = as_(alice)
    path = transformed(browser)
    assert browser.post(path + "feedback/", said).location == path
    assert f"Your answer so far: {shown}" in " ".join(browser.get(path).words.split())


def test_a_text_that_was_edited_is_shown_as_it_was_sent(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    assert 'id="sent-text"' not in browser.get(path).html
    browser.post(path + "feedback/", {"verdict": "edited", "final_text": "少し直しました。"})
    page = browser.get(path)
    assert page.text_of("sent-text") == "少し直しました。"
    assert page.html.count("少し直しました。") == 2, "the box for another edit begins with it"


def test_what_a_script_notes_is_said_on_the_open_page_and_on_no_other(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    assert browser.post(path + "feedback/", {"verdict": "accepted"}, X_Fragment="note").status == 204
    page = " ".join(browser.get(path).words.split())
    assert "Your answer so far: Used as is" in page and "Your feedback has been saved" not in page


def test_what_is_no_id_of_a_change_is_not_noted(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    said = {"verdict": "accepted", "rejected_changes": ["\0", "x" * 21, ""]}
    assert browser.post(path + "feedback/", said).location == path
    assert Transformation.objects.get().rejected_changes == []


def test_edited_without_a_text_is_refused_beside_the_box(as_: As, alice: Person) -> None:
    browser = as_(alice)
    page = browser.post(transformed(browser) + "feedback/", {"verdict": "edited", "final_text": " "})
    assert page.status == 422
    assert "Enter the text that you sent." in page.words


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


def test_a_message_opens_in_the_workspace_as_it_was(as_: As, alice: Person, charlie: Person) -> None:
    browser = as_(alice)
    path = transformed(browser, intensity="3")
    message_id = path.split("/")[2]
    page = browser.get("/", {"message": message_id})
    assert FORM["text"] in page.text_of("id_text")
    assert re.search(r'name="intensity" value="3" checked', page.html)
    assert as_(charlie).get("/", {"message": message_id}).status == 404
    assert browser.get("/", {"message": "none"}).status == 404


def test_days_limit_the_list(as_: As, alice: Person) -> None:
    browser = as_(alice)
    transformed(browser)
    assert "No matches." in browser.get("/history/", {"until": "2020-01-01"}).words
    assert "No matches." not in browser.get("/history/", {"since": "2020-01-01", "until": "9999-12-31"}).words


def test_the_list_says_how_long_messages_are_kept(as_: As, alice: Person) -> None:
    assert "kept for 30 days" in as_(alice).get("/history/").words


def test_messages_alike_are_shown_beside_one(as_: As, alice: Person) -> None:
    browser = as_(alice)
    first = transformed(browser)
    transformed(browser, text=FORM["text"] + "お願いします。")
    for made in Transformation.objects.all():
        digest_transformation(transformation_id=made.id)
    assert "Similar messages" in browser.get(first).words


def test_a_script_gets_the_result_alone(as_: As, alice: Person) -> None:
    browser = as_(alice)
    page = Page(browser.client.get(transformed(browser), headers={"X-Fragment": "answer"}))
    assert "<html" not in page.html
    assert "17時" in page.text_of("result-text")


def test_what_was_left_out_is_noted_with_the_rest(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = transformed(browser)
    sent = {"verdict": "edited", "final_text": "明日の件です。", "rejected_changes": ["c1", "x" * 99]}
    assert browser.post(f"{path}feedback/", sent).status == 302
    row = Transformation.objects.get()
    assert (row.final_text, row.rejected_changes) == ("明日の件です。", ["c1"])
