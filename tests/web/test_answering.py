"""Questions answered in place: before signing in, and after."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from apps.accounts.contracts import Role
from tests.cast import Person, colleague
from tests.web.browsing import Browser, Page
from tests.web.test_workspace import FORM, SCRIPT

As = Callable[[Person], Browser]
ASK = FORM | {"text": "サーバーを1台追加させてください。承認をお願いします。", "transformation_type": "background"}


def answers_form(page: Page) -> tuple[str, dict[str, str]]:
    """Where the answers go, and what the form carries."""
    form = re.search(r'<form method="post" action="([^"]+)" data-answers.*?</form>', page.html, re.DOTALL)
    assert form
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return form[1], {name: unescape(value) for name, value in hidden}


def answered(browser: Browser, page: Page, answers: dict[str, str], **headers: str) -> Page:
    """The page after the answers are sent, redirects followed as a browser does."""
    action, carried = answers_form(page)
    after = browser.post(action, carried | {f"answer-{name}": text for name, text in answers.items()}, **headers)
    return browser.get(after.location) if after.location else after


def test_a_member_answers_in_place_and_the_rest_stays_marked(as_: As, alice: Person) -> None:
    browser = as_(alice)
    page = answered(browser, browser.post("/", ASK), {"q1": "負荷試験のため", "q3": "6月20日まで", "q2": " "})
    assert page.status == 200
    assert "■目的：負荷試験のため" in page.text_of("result-text")
    assert page.text_of("result-text").count("【要確認") == 3


def test_a_member_goes_on_answering(as_: As, alice: Person) -> None:
    browser = as_(alice)
    first = answered(browser, browser.post("/", ASK), {"q1": "負荷試験のため"})
    second = answered(browser, first, {"q2": "3万円"})
    assert "負荷試験" in second.text_of("result-text")
    assert "3万円" in second.text_of("result-text")


def test_a_visitor_answers_in_place_and_nothing_is_kept(browser: Browser) -> None:
    first = answered(browser, browser.post("/", ASK), {"q1": "負荷試験のため"})
    second = answered(browser, first, {"q3": "6月20日まで"})
    assert "■目的：負荷試験のため" in second.text_of("result-text")
    assert "■期限：6月20日まで" in second.text_of("result-text")
    assert second.text_of("result-text").count("【要確認") == 3
    assert "Open in history" not in second.words


def test_reasons_stay_in_the_readers_language(as_: As, browser: Browser, alice: Person) -> None:
    for each in (as_(alice), browser):
        page = answered(each, each.post("/", ASK), {"q1": "負荷試験のため"})
        assert "marked NEEDS INFO" in page.words


def test_answers_of_a_visitor_cost_a_try(browser: Browser) -> None:
    page = browser.post("/", ASK)
    tries = [answered(browser, page, {"q1": "x"}) for _ in range(3)]
    assert [each.status for each in tries] == [200, 200, 429]
    assert "reached this minute's limit" in tries[-1].words
    assert int(tries[-1].response["Retry-After"]) in range(1, 61)


def test_a_form_without_answers_is_sent_back_with_its_questions(as_: As, browser: Browser, alice: Person) -> None:
    for each in (as_(alice), browser):
        page = answered(each, each.post("/", ASK), {"q1": " "})
        assert page.status == 422
        assert "Answer at least one question." in page.words
        assert answers_form(page)


@pytest.mark.parametrize("signed_in", [True, False])
def test_an_answer_that_is_too_long_stays_in_its_box(as_: As, browser: Browser, alice: Person, signed_in: bool) -> None:
    reader = as_(alice) if signed_in else browser
    limit = 2_000 if signed_in else 500
    page = answered(reader, reader.post("/", ASK), {"q1": "あ" * (limit + 1)})
    assert page.status == 422
    assert "Shorten this by 1 character." in page.words
    assert "あ" * (limit + 1) in page.html


def test_a_script_gets_the_new_result_alone(as_: As, browser: Browser, alice: Person) -> None:
    for each in (as_(alice), browser):
        page = answered(each, each.post("/", ASK), {"q1": "負荷試験のため"}, X_Fragment="answer")
        assert "<html" not in page.html
        assert "負荷試験" in page.text_of("result-text")
        assert "X-Fragment" in page.response["Vary"]


def test_a_script_in_an_answer_is_shown_as_text(as_: As, browser: Browser, alice: Person) -> None:
    for each in (as_(alice), browser):
        page = answered(each, each.post("/", ASK), {"q1": SCRIPT})
        assert SCRIPT not in page.html
        assert SCRIPT in page.text_of("result-text")


def test_charlie_cannot_answer_for_alice(as_: As, alice: Person, charlie: Person) -> None:
    action, _carried = answers_form(as_(alice).post("/", ASK))
    assert as_(charlie).post(action, {"answer-q1": "x"}).status == 404


def test_a_visitor_cannot_answer_for_alice(as_: As, browser: Browser, alice: Person) -> None:
    action, _carried = answers_form(as_(alice).post("/", ASK))
    assert browser.post(action, {"answer-q1": "x"}).location.startswith("/sign-in/")


def test_a_viewer_may_not_answer(as_: As, alice: Person) -> None:
    viewer = as_(colleague("vera", alice, Role.VIEWER))
    assert viewer.post("/history/0198c0de-0000-7000-8000-000000000000/answers/", {"answer-q1": "x"}).status == 403


@pytest.mark.parametrize("change", [{"text": ""}, {"text": "あ" * 501}, {"transformation_type": "shout"}])
def test_a_carried_message_that_was_changed_is_refused_in_words(browser: Browser, change: dict[str, str]) -> None:
    action, carried = answers_form(browser.post("/", ASK))
    page = browser.post(action, carried | change | {"answer-q1": "x"})
    assert page.status == 422
    assert "That didn't work" in page.words


def test_a_result_without_questions_has_no_form(browser: Browser) -> None:
    assert "data-answers" not in browser.post("/", FORM).html
