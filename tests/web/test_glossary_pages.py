"""The glossary on pages."""

import re
from collections.abc import Callable

import pytest

from tests.cast import Person
from tests.web.browsing import Browser
from tests.web.test_workspace import SCRIPT

As = Callable[[Person], Browser]
TERM = {"term": "リグレッション", "language": "ja", "kind": "jargon", "plain": "以前の不具合の再発", "definition": ""}


def taught(browser: Browser, **fields: str) -> str:
    """The path of a new term."""
    browser.post("/glossary/", TERM | fields)
    found = re.search(r'href="(/glossary/[0-9a-f-]{36}/)"', browser.get("/glossary/").html)
    assert found
    return found[1]


def test_alice_teaches_a_word_and_bob_sees_it(as_: As, alice: Person, bob: Person) -> None:
    taught(as_(alice))
    assert "以前の不具合の再発" in as_(bob).get("/glossary/").words


def test_a_word_that_is_there_already_is_refused_with_a_sentence(as_: As, alice: Person) -> None:
    browser = as_(alice)
    taught(browser)
    page = browser.post("/glossary/", TERM)
    assert page.status == 409
    assert "is already in the glossary" in page.words


def test_a_term_needs_a_name(as_: As, alice: Person) -> None:
    assert as_(alice).post("/glossary/", TERM | {"term": " "}).status == 422


def test_a_term_to_be_explained_needs_words_for_it_and_a_name_to_be_kept_none(as_: As, alice: Person) -> None:
    browser, bare = as_(alice), TERM | {"plain": " "}
    page = browser.post("/glossary/", bare)
    assert (page.status, "With neither, it can't be explained or replaced." in page.words) == (422, True)
    path = taught(browser, plain="", kind="preserve")
    assert browser.post(path, bare).status == 422


def test_a_word_can_be_corrected(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = taught(browser)
    assert browser.post(path, TERM | {"plain": "直したはずの不具合が戻ること"}).location == "/glossary/"
    assert "直したはずの不具合が戻ること" in browser.get("/glossary/").words


def test_deleting_a_word_asks_first(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = taught(browser)
    assert "Delete this term?" in browser.get(path + "delete/").words
    browser.post(path + "delete/")
    assert browser.get(path).status == 404


@pytest.mark.parametrize("part", ["", "delete/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_charlie_cannot_touch_alices_word(as_: As, alice: Person, charlie: Person, part: str, method: str) -> None:
    path = taught(as_(alice))
    stranger = as_(charlie)
    page = stranger.get(path + part) if method == "get" else stranger.post(path + part, TERM)
    assert page.status == 404
    assert "リグレッション" not in page.words


def test_a_script_in_a_word_is_shown_as_text(as_: As, alice: Person) -> None:
    browser = as_(alice)
    path = taught(browser, term=SCRIPT, plain=SCRIPT, definition=SCRIPT)
    for page in (browser.get("/glossary/"), browser.get(path), browser.get(path + "delete/")):
        assert page.status == 200
        assert SCRIPT not in page.html
