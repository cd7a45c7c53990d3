"""What stands on paper when a page is printed."""

import pytest

from tests.browser.conftest import See
from tests.browser.sight import Sight

VAGUE = "いい感じに対応お願いします。12月3日17時までに3件です。"
SEEN = "(all) => all.filter((each) => each.checkVisibility()).map((each) => each.innerText.trim())"
PRESSED = "header a, header button, main button, main .button, main [type=radio], footer p"


def on_paper(sight: Sight, selector: str) -> list[str]:
    """The words of what is printed of these, in the order of the page."""
    sight.page.emulate_media(media="print")
    seen: list[str] = sight.page.locator(selector).evaluate_all(SEEN)
    return seen


@pytest.mark.parametrize("who", ["", "alice"])
def test_of_the_workspace_the_result_its_questions_and_facts_are_printed(see: See, who: str) -> None:
    somebody = see(who, dark=True).open("/").transform(VAGUE, "clarify")
    result = somebody.result()
    assert on_paper(somebody, "h1, h2") == ["Result", "Questions", "Facts"]
    assert on_paper(somebody, "#result-text") == [result]
    assert on_paper(somebody, ".facts li") and on_paper(somebody, ".questions label")
    assert on_paper(somebody, PRESSED + ", #message-form *") == []
    colour = "(text) => getComputedStyle(text).color"
    assert somebody.page.locator("#result-text").evaluate(colour) == "rgb(0, 0, 0)"


def test_a_text_that_was_edited_is_printed_whole(see: See) -> None:
    alice = see("alice").open("/").transform(VAGUE)
    alice.named("button", "Edit").click()
    alice.named("textbox", "Edit the result").fill("手で直しました。\n" * 60)
    assert on_paper(alice, "#result-text") == [("手で直しました。\n" * 60).strip()]
    assert on_paper(alice, "[data-editor]") == []


@pytest.mark.parametrize("path", ["/history/", "/audit/", "/usage/", "/team/"])
def test_of_other_pages_what_they_say_is_printed_without_what_one_presses(see: See, path: str) -> None:
    alice = see("alice").open(path)
    assert len(on_paper(alice, "h1")) == 1
    assert on_paper(alice, PRESSED) == []
