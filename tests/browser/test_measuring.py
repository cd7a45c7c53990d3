"""Facts and scores follow what stands: after every decision and edit the page shows those of the text that is there."""

import re

from playwright.sync_api import Route

from tests.browser.conftest import See
from tests.browser.people import MESSAGES
from tests.browser.sight import Sight


def tone(sight: Sight) -> str:
    """What is said of the text, once it is measured."""
    sight.page.wait_for_selector("[data-measured=tone]:not([aria-busy])")
    return sight.page.locator("[data-measured=tone]").inner_text()


def facts(sight: Sight) -> str:
    sight.page.wait_for_selector("[data-measured=facts]:not([aria-busy])")
    return sight.page.locator("[data-measured=facts]").inner_text()


def test_scores_and_kept_words_follow_what_was_taken(see: See) -> None:
    visitor = see().open("/").transform(MESSAGES[0])
    whole = tone(visitor)
    assert "sharp" in whole and "→" in whole
    visitor.named("button", "Reject all").click()
    rejected = tone(visitor)
    assert "→" not in rejected and "of your words kept" not in rejected
    visitor.named("button", "Accept").first.click()
    partly = tone(visitor)
    assert partly not in (whole, rejected) and "of your words kept" in partly
    visitor.named("button", "Accept all").click()
    assert tone(visitor) == whole


def test_a_fact_that_is_edited_away_is_missed_at_once(see: See) -> None:
    visitor = see().open("/").transform(MESSAGES[0])
    assert "To check" not in facts(visitor)
    visitor.named("button", "Edit").click()
    visitor.page.locator("[data-editor]").fill(visitor.result().replace("17時", "18時"))
    visitor.page.wait_for_selector("[data-measured=facts]:not([aria-busy]) >> text=To check")
    assert "18時" in facts(visitor)
    assert re.search(r"facts? to check", tone(visitor))
    visitor.named("button", "Back to the changes").click()
    visitor.page.wait_for_selector("[data-measured=facts]:not([aria-busy])")
    assert "To check" not in facts(visitor)


def test_where_the_server_is_away_the_page_says_that_the_figures_are_old(see: See) -> None:
    visitor = see().open("/").transform(MESSAGES[0])
    visitor.page.route("**/measures/", lambda route: route.abort())
    visitor.named("button", "Reject all").click()
    visitor.page.get_by_text("They're from an earlier version.").wait_for()
    visitor.page.unroute("**/measures/")
    visitor.named("button", "Accept").first.click()
    visitor.page.get_by_text("They're from an earlier version.").wait_for(state="detached")
    assert "of your words kept" in tone(visitor)


def test_the_latest_decision_counts(see: See) -> None:
    visitor = see().open("/").transform(MESSAGES[0])
    whole, held = tone(visitor), list[Route]()
    visitor.page.route("**/measures/", lambda route: held.append(route))
    visitor.named("button", "Reject all").click()
    while not held:
        visitor.page.wait_for_timeout(20)
    visitor.named("button", "Accept all").click()
    for route in held:
        route.continue_()
    assert tone(visitor) == whole
