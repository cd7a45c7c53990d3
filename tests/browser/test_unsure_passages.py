"""Passages that the rules aren't sure of, while their reader changes the result: marked where they stand."""

import json

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Route

from tests.browser.conftest import See
from tests.browser.people import DOUBTED, UNSURE
from tests.browser.product import Product
from tests.browser.sight import Sight
from tests.browser.test_layout import copied

MARKED = "[...document.querySelectorAll('#result-text mark.unsure')].map((each) => each.textContent)"
PLACE = '<div id="answer" class="answer">'
RESTORED = "([name, value]) => sessionStorage.setItem(name, value)"


@pytest.fixture
def alice(see: See, product: Product) -> Sight:
    """In the workspace, with the kept result that she had before."""
    sight = see("alice").open("/")
    owner = sight.page.locator("[name=owner]").input_value()
    shown = {"kept": f"/history/{product.people['alice']['unsure']}/"}
    now = sight.page.evaluate("Date.now()")
    draft = {"fields": [["text", UNSURE]], "shown": shown, "decisions": None, "owner": owner, "page": "/", "at": now}
    sight.page.evaluate(RESTORED, ["tonebridge-draft:/", json.dumps(draft)])
    sight.page.reload()
    sight.page.wait_for_selector("#result-text mark.unsure")
    return sight


def marked(sight: Sight) -> list[str]:
    found: list[str] = sight.page.evaluate(MARKED)
    return found


def nowhere(sight: Sight) -> list[bool]:
    """Of each passage in the list, whether it is said not to be in the result."""
    return [each.is_visible() for each in sight.page.locator("[data-nowhere]").all()]


def test_marks_and_signs_say_why_in_place(alice: Sight) -> None:
    assert marked(alice) == list(DOUBTED)
    assert alice.page.get_by_role("img", name="Still harsh: the rules know no good way to say this.").count() == 2
    assert nowhere(alice) == [False, False]


def test_they_stay_in_place_when_a_change_before_them_is_left_out(alice: Sight) -> None:
    alice.named("button", "Reject all").click()
    assert (alice.result(), marked(alice)) == (UNSURE, list(DOUBTED))
    alice.named("button", "Accept all").click()
    assert marked(alice) == list(DOUBTED)


def test_one_that_was_edited_away_is_no_longer_marked_and_said_to_be_gone(alice: Sight) -> None:
    alice.named("button", "Edit").click()
    editor = alice.page.locator("[data-editor]")
    editor.fill(editor.input_value().replace(DOUBTED[0], "惜しい出来です。") + "\n以上です。")
    assert marked(alice) == [DOUBTED[1]]
    assert nowhere(alice) == [True, False]


def test_what_is_copied_has_no_marks(alice: Sight) -> None:
    text = alice.result()
    alice.named("button", "Copy").click()
    alice.named("button", "Copied").wait_for()
    assert alice.copied() == text


def test_nor_has_what_is_selected_and_copied_by_hand(alice: Sight) -> None:
    alice.page.evaluate("getSelection().selectAllChildren(document.querySelector('#result-text'))")
    alice.page.keyboard.press("Control+c")
    forms = copied(alice)
    assert forms["text/plain"] == alice.result()
    assert DOUBTED[0] in forms["text/html"]
    assert "<mark" not in forms["text/html"]


def test_the_hint_goes_at_once_when_it_is_switched_off_and_the_browser_remembers(see: See) -> None:
    visitor = see(lasting=True)
    visitor.page.route("**/", with_hint)
    visitor.open("/").named("button", "Don't show this hint again").click()
    visitor.page.wait_for_selector("[data-hint]", state="detached")
    cookies = {each["name"]: each["value"] for each in visitor.page.context.cookies()}
    assert cookies[settings.MODEL_HINT_COOKIE_NAME] == "off"


def with_hint(route: Route) -> None:
    """The page with a hint on it: which messages bring one about changes with the rules."""
    with override("en"):
        hint = render_to_string("transform/_model_hint.html", {"model_hint": "A model could."})
    page = route.fetch()
    route.fulfill(response=page, body=page.text().replace(PLACE, PLACE + hint))
