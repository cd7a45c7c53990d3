"""Visitors of these tests come one after another in the same browser, and don't meet."""

from tests.browser.contexts import Contexts

ADDRESS = "198.18.254.1"
LEAVE = """() => {
  localStorage.setItem("left", "words");
  sessionStorage.setItem("left", "words");
  document.cookie = "left=words; path=/";
}"""
FOUND = "[localStorage.length, sessionStorage.length, document.cookie.includes('left')]"


def test_who_comes_next_finds_nothing_of_who_was_here(contexts: Contexts) -> None:
    kind = ("en", True)
    first = contexts.lend(kind, ADDRESS)
    page = first.new_page()
    page.goto("/")
    page.evaluate(LEAVE)
    assert page.evaluate(FOUND) == [1, 1, True]
    contexts.take_back(kind, first)
    second = contexts.lend(kind, ADDRESS)
    assert second is first, "else there is nothing to see here"
    assert (second.pages, second.cookies()) == ([], [])
    page = second.new_page()
    page.goto("/")
    assert page.evaluate(FOUND) == [0, 0, False]
    contexts.take_back(kind, second)
