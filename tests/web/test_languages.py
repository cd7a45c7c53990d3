"""Every page in both languages."""

import re
from collections.abc import Callable

import pytest

from tests.cast import Person
from tests.web.browsing import Browser
from tests.web.test_api_key_pages import made
from tests.web.test_glossary_pages import taught
from tests.web.test_history_pages import transformed
from tests.web.test_workspace import FORM

KANA = re.compile("[ぁ-んァ-ヶ]")
LANGUAGE_BUTTONS = re.compile(r"<form class=\"languages\".*?</form>|<span class=\"samples\">.*?</span>", re.DOTALL)
VISITORS = ("/", "/read/", "/sign-in/", "/sign-up/", "/no-such-page")
MEMBERS = (
    "/",
    "/read/",
    "/history/",
    "/glossary/",
    "/api-keys/",
    "/usage/",
    "/account/",
    "/account/delete/",
    "/audit/",
)


@pytest.mark.parametrize("path", VISITORS)
def test_a_visitor_reads_it_in_both_languages(browser: Browser, path: str) -> None:
    assert_both_languages(browser, path)


@pytest.mark.parametrize("path", MEMBERS)
def test_a_member_reads_it_in_both_languages(as_: Callable[[Person], Browser], alice: Person, path: str) -> None:
    assert_both_languages(as_(alice), path)


def test_pages_about_one_thing_are_there_in_both_languages(as_: Callable[[Person], Browser], alice: Person) -> None:
    browser = as_(alice)
    english = {"text": "You must fix this by 17:00.", "transformation_type": "soften"}
    entry, term, (_secret, key) = (
        transformed(browser, **english),
        taught(browser, term="SLO", plain="goal"),
        made(browser),
    )
    for path in (entry, entry + "receipt/", entry + "delete/", term, term + "delete/", key):
        assert_both_languages(browser, path)


def assert_both_languages(browser: Browser, path: str) -> None:
    japanese, english = browser.reading("ja").get(path), browser.reading("en").get(path)
    assert '<html lang="ja">' in japanese.html
    assert '<html lang="en">' in english.html
    assert KANA.search(japanese.words)
    if "/history/" not in path:  # reasons are kept in the language they were given in
        assert not KANA.search(LANGUAGE_BUTTONS.sub("", english.html).replace("日本語", ""))


def test_a_browser_that_asks_for_neither_language_gets_japanese(browser: Browser) -> None:
    browser.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    assert '<html lang="ja">' in browser.get("/").html


def test_the_navigation_has_the_names_that_were_promised(
    browser: Browser, as_: Callable[[Person], Browser], alice: Person
) -> None:
    assert browser.reading("ja").get("/").links()[0] == "サインイン"
    assert browser.reading("en").get("/").links()[0] == "Sign in"
    member = as_(alice)
    assert member.reading("ja").get("/").links()[:4] == ["履歴", "用語集", "ジョブ", "API キー"]
    assert member.reading("en").get("/").links()[:4] == ["History", "Glossary", "Jobs", "API keys"]


def test_reasons_come_in_the_readers_language(browser: Browser) -> None:
    assert "Written by rules" in browser.reading("en").post("/", FORM).words
    assert "ルールで書きました" in browser.reading("ja").post("/", FORM).words
