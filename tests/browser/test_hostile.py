"""What attackers try on pages: words that would be markup, frames, forms of others, ids of others."""

import pytest
from playwright.sync_api import Error, Request

from tests.browser.conftest import See
from tests.browser.people import FIRE
from tests.browser.product import Product
from tests.browser.sight import Sight

SINKS = (
    "<script>document.title='fired'</script> 無理です。",
    "<img src=x onerror=\"document.title='fired'\"> 無理です。",
    "[無理です](javascript:document.title='fired') ![x](http://127.0.0.1:9/leak.png)",
    "</script><script>document.title='fired'</script> 直せ。",
    "</p><svg onload=\"document.title='fired'\"> 直せ。",
    "{{7*7}} {% debug %} 直せ。",
)
PAGES = (
    "/",
    "/history/",
    "/history/{message}/",
    "/glossary/",
    "/glossary/{term}/",
    "/team/",
    "/analytics/",
    "/jobs/",
    "/usage/",
    "/audit/",
    "/account/",
    "/api-keys/",
)


def asked_of(sight: Sight, product: Product) -> list[str]:
    """What the page asks for from here on that no page of ours does: of others, or the picture of an attack."""
    asked: list[str] = []
    expected = (product.base_url, "data:", "blob:")

    def note(request: Request) -> None:
        if not request.url.startswith(expected) or request.url.endswith("/x"):
            asked.append(request.url)

    sight.page.on("request", note)
    return asked


@pytest.mark.parametrize("text", SINKS)
def test_a_message_is_never_markup(see: See, text: str, product: Product) -> None:
    charlie = see("charlie")
    asked = asked_of(charlie, product)
    charlie.open("/").transform(text)
    charlie.page.locator("[name=compare]").click()
    charlie.page.wait_for_selector("#strengths-title")
    charlie.named("button", "Edit").click()
    assert charlie.page.title() != "fired"
    assert asked == []


@pytest.mark.parametrize("path", PAGES)
def test_names_words_and_messages_kept_are_never_markup(see: See, path: str, product: Product) -> None:
    charlie = see("charlie")
    asked = asked_of(charlie, product)
    charlie.open(path.format(**product.people["charlie"]))
    charlie.page.wait_for_timeout(100)  # an image that fails to load says so late
    assert charlie.page.title() != "fired"
    assert charlie.page.locator("main img").count() == 0
    assert asked == []


NAME = "<img src=x onerror=document.title='fired'>.csv"
CELLS = f"text,{NAME}\n明日までに直せ。,<script>document.title='fired'</script>\n"


def test_a_files_name_and_its_cells_are_never_markup(see: See, product: Product) -> None:
    charlie = see("charlie")
    asked = asked_of(charlie, product)
    charlie.open("/jobs/new/")
    charlie.page.set_input_files("#id_file", {"name": NAME, "mimeType": "text/csv", "buffer": CELLS.encode()})
    charlie.page.locator("#columns th", has_text="onerror").wait_for()
    charlie.named("button", "Start").click()
    charlie.page.wait_for_url("**/jobs/*-*/")
    assert charlie.page.locator("h1").inner_text() == NAME
    charlie.open("/jobs/")
    assert NAME in charlie.page.locator("main").inner_text()
    charlie.page.wait_for_timeout(100)
    assert charlie.page.title() != "fired"
    assert charlie.page.locator("main img").count() == 0
    assert asked == []


def test_labels_of_charts_are_never_markup(see: See, product: Product) -> None:
    charlie = see("charlie")
    asked = asked_of(charlie, product)
    charlie.open("/analytics/")
    shown = charlie.page.locator("main").inner_text()
    assert FIRE in shown, "a reason"
    assert FIRE[:40] in shown, "a term"
    charlie.page.wait_for_timeout(100)
    assert charlie.page.title() != "fired"
    assert charlie.page.locator("main img").count() == 0
    assert asked == []


def test_a_part_put_in_place_is_never_markup(see: See, product: Product) -> None:
    charlie = see("charlie")
    asked = asked_of(charlie, product)
    charlie.open("/history/")
    charlie.named("searchbox", "Search").fill("onerror")
    charlie.page.wait_for_url("**q=onerror*")
    charlie.page.locator("#list .row").first.wait_for()
    charlie.page.wait_for_timeout(100)
    assert charlie.page.title() != "fired"
    assert charlie.page.locator("main img").count() == 0
    assert asked == []


def test_the_attack_really_stands_on_a_page(see: See, product: Product) -> None:
    charlie = see("charlie").open(f"/history/{product.people['charlie']['message']}/")
    assert FIRE in charlie.page.locator("#original-text").inner_text()


def test_no_page_lets_itself_be_framed(see: See, product: Product) -> None:
    alice = see("alice")
    alice.page.route("**/frame.html", lambda route: route.fulfill(content_type="text/html", body=FRAME))
    alice.open("/frame.html")
    frame = alice.page.frames[-1]
    assert frame.url.startswith("chrome-error://") or frame.locator("form").count() == 0
    assert any("frame" in each for each in alice.complaints)
    alice.complaints.clear()


FRAME = "<!doctype html><title>bait</title><iframe src='/team/'></iframe>"


def test_a_form_of_another_site_does_nothing(see: See, product: Product) -> None:
    alice = see("alice")
    term = product.people["alice"]["term"]
    alice.page.route(
        "http://evil.example/**", lambda route: route.fulfill(content_type="text/html", body=bait(product, term))
    )
    alice.open("http://evil.example/")
    with alice.page.expect_navigation():
        alice.page.evaluate("document.forms[0].submit()")
    assert "SLA" in alice.open("/glossary/").page.locator("main").inner_text()


def test_a_form_without_the_pages_secret_is_refused(see: See, product: Product) -> None:
    """From our own origin, too: what a script sends needs what only our pages hold."""
    alice = see("alice").open("/glossary/")
    status = alice.page.evaluate(
        "fetch('/glossary/', {method: 'POST', body: new URLSearchParams({term: 'forged', language: 'en'})}).then((r) => r.status)"
    )
    assert status == 403
    assert "forged" not in alice.open("/glossary/").page.locator("main").inner_text()


def bait(product: Product, term: str) -> str:
    return f"<form method=post action='{product.base_url}/glossary/{term}/delete/'></form>"


def test_pages_of_another_tenant_are_not_there(see: See, product: Product) -> None:
    theirs = product.people["alice"]
    charlie = see("charlie")
    for path in (
        f"/history/{theirs['message']}/",
        f"/history/{theirs['message']}/delete/",
        f"/?message={theirs['message']}",
        f"/glossary/{theirs['term']}/",
        f"/glossary/{theirs['term']}/delete/",
        f"/jobs/{theirs['message']}/",
        f"/api-keys/{theirs['message']}/revoke/",
    ):
        answer = charlie.page.goto(path)
        assert answer is not None
        assert answer.status == 404, path


def test_a_script_that_got_in_would_not_run(see: See) -> None:
    alice = see("alice").open("/")
    with pytest.raises(Error, match="TrustedHTML"):
        alice.page.evaluate("document.body.innerHTML = '<b>x</b>'")
    alice.complaints.clear()
