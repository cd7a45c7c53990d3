"""The whole flow with the keyboard alone, and where letters are letters."""

from tests.browser.conftest import See
from tests.browser.people import MESSAGES
from tests.browser.sight import Sight

MOST_STOPS = 60
HAS_A_RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""


def tab_to(sight: Sight, selector: str) -> None:
    """Press Tab until it has the focus; every stop on the way shows that it has it."""
    for _ in range(MOST_STOPS):
        sight.page.keyboard.press("Tab")
        assert sight.page.evaluate(HAS_A_RING), sight.page.evaluate("document.activeElement.outerHTML")
        if sight.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"the Tab key never came to {selector}")


def current(sight: Sight) -> str:
    """The change that has the focus."""
    found: str = sight.page.evaluate("document.activeElement.closest('[data-change]')?.dataset.change ?? ''")
    return found


def test_from_an_empty_page_to_a_copied_result_without_a_mouse(see: See) -> None:
    alice = see("alice").open("/")
    tab_to(alice, "#id_text")
    alice.page.keyboard.insert_text(MESSAGES[0])
    tab_to(alice, "[name=transformation_type]")
    tab_to(alice, "[name=intensity]")
    alice.page.keyboard.press("ArrowRight")
    tab_to(alice, ".button--main")
    with alice.page.expect_response(Sight.is_kept):
        alice.page.keyboard.press("Enter")
    alice.page.wait_for_selector("#result-title:focus")
    whole = alice.result()

    alice.page.keyboard.press("j")
    assert current(alice) == "c1"
    assert alice.page.evaluate(HAS_A_RING)
    alice.page.keyboard.press("r")
    assert current(alice) == "c2", "the focus goes on to the next change"
    without_first = alice.result()
    alice.page.keyboard.press("k")
    alice.page.keyboard.press("a")
    assert alice.result() == whole != without_first
    alice.page.keyboard.press("z")
    assert alice.result() == without_first
    alice.page.keyboard.press("Shift+R")
    assert alice.result() == MESSAGES[0]
    alice.page.keyboard.press("Shift+A")
    alice.page.keyboard.press("c")
    alice.page.wait_for_selector("[data-name='Copy']")
    assert alice.copied() == whole


def test_a_question_mark_shows_the_keys_and_escape_leads_back(see: See) -> None:
    alice = see("alice").open("/").transform(MESSAGES[0])
    alice.page.keyboard.press("j")
    alice.page.keyboard.press("?")
    sheet = alice.page.get_by_role("dialog", name="Keyboard shortcuts")
    assert sheet.is_visible()
    alice.page.keyboard.press("Escape")
    assert not sheet.is_visible()
    assert current(alice) == "c1"


def test_letters_in_a_box_are_letters(see: See) -> None:
    alice = see("alice").open("/").transform(MESSAGES[0])
    before = alice.result()
    alice.named("textbox", "Message").focus()
    alice.page.keyboard.type("jarz?")
    assert alice.named("textbox", "Message").input_value() == MESSAGES[0] + "jarz?"
    alice.named("button", "Edit").click()
    alice.page.keyboard.press("Control+End")
    alice.page.keyboard.type("rz")
    assert alice.result() == f"{before}rz"


def test_the_enter_that_settles_a_japanese_conversion_sends_nothing(see: See) -> None:
    alice = see("alice").open("/")
    sent: list[str] = []
    alice.page.on("request", lambda request: sent.append(request.method))
    alice.named("textbox", "Message").focus()
    alice.page.evaluate(
        """() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
             {key: "Enter", ctrlKey: true, bubbles: true, isComposing: true}))"""
    )
    assert "POST" not in sent
    alice.page.keyboard.insert_text(MESSAGES[0])
    alice.page.keyboard.press("Control+Enter")
    alice.page.wait_for_selector("#result-text")
