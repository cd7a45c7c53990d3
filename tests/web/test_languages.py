"""Every page in both languages."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest

from tests.cast import Person
from tests.front_door import FrontDoor
from tests.page import OURS, SECRET
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
    assert "ルールで作成しました" in browser.reading("ja").post("/", FORM).words


ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "http:evil.example",
    "https:/evil.example", "javascript:alert(1)", "data:text/html,x", "\t//evil.example", "/\t/evil.example", " //evil.example",
    "\x00//evil.example", "//evil.example\\@127.0.0.1", "https://127.0.0.1@evil.example/", "http://127.0.0.1.evil.example/",
    "@evil.example", ".evil.example", "%2f%2fevil.example", "evil.example", "/%5cevil.example", "?//evil.example", "#//evil.example",
)  # fmt: skip # a row, not a column


@pytest.mark.parametrize("wanted", ELSEWHERE)
@pytest.mark.parametrize("named", ["next", "Referer"])
def test_whoever_chooses_a_language_stays_on_this_host(visitor: FrontDoor, named: str, wanted: str) -> None:
    """As a browser reads the Location: tabs and line breaks are dropped, backslashes are slashes (WHATWG URL)."""
    page = "http://127.0.0.1/i18n/setlang/"
    form = {"language": "en"} | ({"next": wanted} if named == "next" else {})
    door = visitor.as_(Cookie=f"csrftoken={SECRET}", X_CSRFToken=SECRET, Origin=OURS)
    answer = door.request(
        "POST", "/i18n/setlang/", data=form, headers={"Referer": wanted} if named == "Referer" else {}
    )
    assert answer.status_code == 302
    leads = re.sub(r"[\t\r\n]", "", answer.headers["Location"]).strip("\0 ").replace("\\", "/")
    assert urlsplit(urljoin(page, leads))[:2] == ("http", "127.0.0.1"), leads
