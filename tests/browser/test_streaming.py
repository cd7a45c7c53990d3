"""A model's text on the page while it is written: the stream is the test's own, by the contract."""

import json
import re

from playwright.sync_api import Route

from tests.browser.conftest import See
from tests.browser.product import Product
from tests.browser.sight import Sight

STREAM = "**/api/v1/transform/stream"


def events(*said: tuple[str, object]) -> str:
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in said)


def answering(sight: Sight, body: str, *, status: int = 200) -> list[str]:
    """The stream says `body`; what was asked of it is noted."""
    asked: list[str] = []

    def fulfil(route: Route) -> None:
        asked.append(route.request.post_data or "")
        assert f"csrftoken={route.request.headers['x-csrftoken']}" in sight.page.evaluate("document.cookie")
        route.fulfill(status=status, content_type="text/event-stream", body=body)

    sight.page.route(STREAM, fulfil)
    return asked


def begin(sight: Sight) -> None:
    sight.open("/")
    sight.page.locator("[data-live]").uncheck()
    sight.named("textbox", "Message").fill("この見積もりは無理です。")
    sight.named("button", "Transform").click()


def write(sight: Sight) -> None:
    begin(sight)
    sight.page.wait_for_selector("#result-text")


def test_a_whole_stream_ends_in_the_kept_result(see: See, product: Product) -> None:
    alice, kept = see("alice"), product.people["alice"]["message"]
    asked = answering(
        alice, events(("meta", {}), ("delta", {"text": "この見積もりは"}), ("result", {"id": kept}), ("done", {}))
    )
    write(alice)
    assert json.loads(asked[0])["text"] == "この見積もりは無理です。"
    assert alice.page.locator("main a[href$='/history/" + kept + "/']").count() == 1


def waiting(see: See) -> Sight:
    """Somebody for whom a model writes without an end."""
    alice = see("alice")
    alice.page.add_init_script(SLOW_STREAM)
    begin(alice)
    return alice


def test_what_is_written_so_far_is_shown_and_cannot_be_copied(see: See) -> None:
    alice = waiting(see)
    alice.page.locator("#draft", has_text=re.compile("^難しい状況$")).wait_for()
    assert alice.named("button", "Copy").count() == 0


def test_a_connection_that_breaks_leaves_no_draft_behind(see: See) -> None:
    alice = see("alice")
    alice.page.add_init_script(BROKEN_STREAM)
    write(alice)
    shown = alice.page.locator("#answer").inner_text()
    assert "半分だけ" not in shown and "Written by rules" in shown


def test_where_nothing_comes_at_all_the_draft_goes_and_the_page_says_so(see: See) -> None:
    alice = see("alice")
    alice.page.add_init_script(BROKEN_STREAM + DEAD_LINE)
    alice.open("/")
    alice.page.locator("[data-live]").uncheck()
    alice.named("textbox", "Message").fill("この見積もりは無理です。")
    alice.named("button", "Transform").click()
    alice.page.get_by_text("The result didn't arrive.").wait_for()
    assert alice.page.locator("#draft").count() == 0


BROKEN_STREAM = """
  const real = window.fetch;
  window.fetch = (where, how) => {
    if (!String(where).endsWith("/stream")) return real(where, how);
    const said = new TextEncoder().encode('event: meta\\ndata: {}\\n\\nevent: delta\\ndata: {"text": "半分だけ"}\\n\\n');
    let pulled = 0;
    const pull = (control) => pulled++ ? control.error(new TypeError("network error")) : control.enqueue(said);
    return Promise.resolve(new Response(new ReadableStream({ pull }), { headers: { "Content-Type": "text/event-stream" } }));
  };
"""
DEAD_LINE = """
  const streaming = window.fetch;
  window.fetch = (where, how) =>
    String(where).endsWith("/stream") ? streaming(where, how) : Promise.reject(new TypeError("network error"));
"""

SLOW_STREAM = """
  const asked = window.fetch;
  const said = 'event: meta\\ndata: {}\\n\\nevent: delta\\ndata: {"text": "難しい"}\\n\\nevent: delta\\ndata: {"text": "状況"}\\n\\neve';
  window.fetch = (where, how) => {
    if (!String(where).endsWith("/stream")) return asked(where, how);
    const body = new ReadableStream({ start: (control) => control.enqueue(new TextEncoder().encode(said)) });
    return Promise.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
  };
"""


def test_a_stream_that_is_cut_is_no_result(see: See) -> None:
    alice = see("alice")
    answering(alice, events(("meta", {}), ("delta", {"text": "半分だけ"})))
    write(alice)
    assert "半分だけ" not in alice.result()
    assert alice.page.get_by_text("Written by rules").count() > 0


def test_where_no_stream_is_to_be_had_the_plain_way_is_taken(see: See) -> None:
    alice = see("alice")
    answering(alice, '{"code": "NOT_FOUND"}', status=404)
    write(alice)
    assert "難しい" in alice.result()


def test_an_error_in_the_stream_leads_to_the_plain_way(see: See) -> None:
    alice = see("alice")
    answering(alice, events(("meta", {}), ("error", {"code": "SERVICE_UNAVAILABLE"}), ("done", {})))
    write(alice)
    assert "難しい" in alice.result()


def test_whoever_doesnt_want_to_wait_for_a_model_gets_the_rules_result(see: See) -> None:
    alice = waiting(see)
    alice.page.get_by_text("The model is writing…").wait_for()
    alice.named("button", "Show the rules' result now").click()
    alice.page.wait_for_selector("#result-text")
    assert "Written by rules" in alice.page.locator("#answer").inner_text()
    assert alice.page.locator("#draft").count() == 0
