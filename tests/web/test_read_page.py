"""Read mode on a page, without JavaScript: before signing in, and after."""

from collections.abc import Callable

import pytest

from tests.cast import Person
from tests.web.browsing import Browser
from tests.web.test_workspace import SCRIPT

As = Callable[[Person], Browser]
GOT = {
    "text": "APIのレイテンシが上がっていて心配です。原因は設定っぽいです。改修が完了しました。明日10時までに連絡をください。",
    "receiver_role": "営業",
}


def test_a_visitor_reads_what_was_sent(browser: Browser) -> None:
    page = browser.post("/read/", GOT)
    assert page.status == 200
    words = " ".join(page.words.split())
    assert "明日10時までに連絡をください。" in page.text_of("summary")
    assert "When: 明日10時まで" in words
    assert "Guesses and open questions 原因は設定っぽいです。" in words
    assert "レイテンシ" in words and "Engineers hear: the building is done" in words
    assert "【お返事" in page.text_of("reply-text")


def test_the_words_of_ones_organization_are_explained(as_: As, alice: Person) -> None:
    browser = as_(alice)
    browser.post("/glossary/", {"term": "コアバンク", "language": "ja", "kind": "jargon", "plain": "勘定システム"})
    assert "勘定システム" in browser.post("/read/", {"text": "コアバンクを更新します。", "receiver_role": "営業"}).words


def test_a_message_that_asks_nothing_says_so(browser: Browser) -> None:
    assert "The message doesn't ask for anything." in browser.post("/read/", {"text": "了解です。"}).words


@pytest.mark.parametrize("text", ["", " \n", "あ" * 501, "a\0b"])
def test_an_odd_message_is_refused_beside_the_box(browser: Browser, text: str) -> None:
    page = browser.post("/read/", GOT | {"text": text})
    assert page.status == 422
    assert 'aria-invalid="true"' in page.html


def test_a_member_may_read_long_messages(as_: As, alice: Person) -> None:
    assert as_(alice).post("/read/", {"text": "確認しました。" * 200}).status == 200


def test_reading_costs_a_visitor_a_try(browser: Browser) -> None:
    tries = [browser.post("/read/", GOT) for _ in range(4)]
    assert [page.status for page in tries] == [200, 200, 200, 429]
    assert "reached this minute's limit" in tries[-1].words


def test_a_script_in_the_message_is_shown_as_text(browser: Browser) -> None:
    page = browser.post("/read/", GOT | {"text": f"{SCRIPT} を確認してください。", "receiver_role": SCRIPT})
    assert page.status == 200
    assert SCRIPT not in page.html
    assert SCRIPT in page.words


def test_a_script_gets_the_reading_alone(browser: Browser) -> None:
    page = browser.post("/read/", GOT, X_Fragment="answer")
    assert "<html" not in page.html
    assert page.text_of("summary")


def test_a_refusal_reaches_a_script_in_words(browser: Browser) -> None:
    page = browser.post("/read/", GOT | {"text": ""}, X_Fragment="answer")
    assert "This can't be empty." in page.words


@pytest.mark.parametrize(("language", "name"), [("en", "Read"), ("ja", "読む")])
def test_the_link_has_the_name_that_was_promised(browser: Browser, language: str, name: str) -> None:
    assert name in browser.reading(language).get("/").links()


def test_a_sample_is_one_click_away(browser: Browser) -> None:
    assert "connection pool" in browser.get("/read/", {"sample": "en"}).text_of("id_text")
