"""The server is away: the message stays, and nobody takes an earlier result for the new one."""

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import See
from tests.browser.people import MESSAGES


def down(route: Route) -> None:
    """A connection that is refused."""
    if route.request.method == "POST":
        return route.abort("connectionrefused")
    return route.continue_()


def bad_gateway(route: Route) -> None:
    """A proxy whose server is away."""
    if route.request.method == "POST":
        return route.fulfill(status=502, body="<h1>502 Bad Gateway</h1>", content_type="text/html")
    return route.continue_()


def too_busy(route: Route) -> None:
    """The product itself, in its own words."""
    if route.request.method == "POST":
        said = (
            '<div class="card" role="alert" data-refusal><p>Too many people at once. Try again in a moment.</p></div>'
        )
        return route.fulfill(status=503, body=said, content_type="text/html", headers={"Vary": "X-Fragment"})
    return route.continue_()


def test_a_server_that_is_too_busy_says_so_itself(see: See) -> None:
    visitor = see().open("/")
    visitor.page.route("**/", too_busy)
    visitor.page.locator("#id_text").fill(MESSAGES[0])
    visitor.page.locator(".composer .button--main").click()
    visitor.page.get_by_text("Too many people at once.").wait_for()
    assert visitor.page.get_by_text("could not be reached").count() == 0


@pytest.mark.parametrize("failing", [down, bad_gateway])
@pytest.mark.parametrize("path", ["/", "/read/"])
def test_an_old_result_says_that_it_is_old_and_how_to_go_on(see: See, failing: object, path: str) -> None:
    visitor = see().open(path)
    box, button = visitor.page.locator("#id_text"), visitor.page.locator(".composer .button--main")
    box.fill(MESSAGES[0])
    button.click()
    visitor.page.wait_for_selector("#result-title, #summary-title")
    visitor.page.route("**" + path, failing)  # type: ignore[arg-type]  # Playwright's own kind of function
    box.fill(MESSAGES[1])
    button.click()
    notice = visitor.page.get_by_role("alert")
    notice.get_by_text("The result below is for an earlier message.").wait_for()
    assert notice.get_by_text("Your message is still in the box").is_visible()
    assert box.input_value() == MESSAGES[1]
    visitor.page.unroute("**" + path)
    notice.get_by_role("button", name="Try again").click()
    notice.wait_for(state="detached")
    assert "12月3日" in visitor.page.locator("#answer").inner_text()
    assert visitor.page.locator(".old").count() == 0


def test_without_an_earlier_result_none_is_spoken_of(see: See) -> None:
    visitor = see().open("/")
    visitor.page.route("**/", down)
    visitor.page.locator("#id_text").fill(MESSAGES[0])
    visitor.page.locator(".composer .button--main").click()
    notice = visitor.page.get_by_role("alert")
    notice.get_by_text("The server could not be reached").wait_for()
    assert not notice.get_by_text("is for an earlier message").is_visible()
