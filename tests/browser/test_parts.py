"""Lists and forms that change without reloading: what htmx puts in place, and what it may not."""

import json
from functools import partial
from uuid import uuid4

import pytest
from playwright.sync_api import Error, Route, WebSocketRoute

from tests.browser.conftest import See
from tests.browser.people import MESSAGES
from tests.browser.sight import Sight

MARK = "document.documentElement.dataset.same = 'yes'"
"""A page that is loaded anew has lost it."""


def is_same_page(sight: Sight) -> bool:
    return bool(sight.page.evaluate("document.documentElement.dataset.same === 'yes'"))


def opened(sight: Sight, path: str) -> Sight:
    sight.open(path).page.evaluate(MARK)
    return sight


def test_history_is_searched_while_typing_and_the_focus_stays(see: See) -> None:
    alice = opened(see("alice"), "/history/")
    box = alice.named("searchbox", "Search")
    box.fill("デプロイ")
    alice.page.wait_for_url("**q=*")
    assert alice.focused() == "id_q"
    assert alice.page.get_by_role("link", name="Show all").is_visible()
    box.fill("そんな言葉はどこにもない")
    alice.page.get_by_text("No matches.").wait_for()
    assert is_same_page(alice)


def test_back_leads_to_the_list_as_it_was(see: See) -> None:
    alice = opened(see("alice"), "/analytics/")
    alice.page.fill("[name=since]", "2026-11-01")
    alice.page.fill("[name=until]", "2026-11-30")
    alice.named("button", "Show").click()
    alice.page.wait_for_url("**since=2026-11-01**")
    assert is_same_page(alice)
    alice.page.go_back()
    alice.page.wait_for_url("**/analytics/")
    assert alice.page.locator("h1").inner_text() == "Analytics"


def test_a_refused_range_is_said_in_place(see: See) -> None:
    alice = opened(see("alice"), "/analytics/")
    alice.page.fill("[name=since]", "2026-11-30")
    alice.page.fill("[name=until]", "2026-11-01")
    alice.named("button", "Show").click()
    alice.page.get_by_text("The end date can't be before the start date").wait_for()
    assert is_same_page(alice)


def test_a_term_is_added_and_a_refused_one_keeps_what_was_typed(see: See) -> None:
    alice, word = opened(see("alice"), "/glossary/"), f"PART{uuid4().hex[:8]}"
    for expected in ("The term has been added", "is already in the glossary"):
        alice.page.fill("[name=term]", word)
        alice.page.locator("#id_plain").fill("a part")
        alice.named("button", "Add").click()
        alice.page.get_by_text(expected).wait_for()
    assert alice.page.locator("[name=term]").input_value() == word
    assert is_same_page(alice)


def test_a_keys_secret_comes_in_place_with_its_copy_button(see: See) -> None:
    alice = opened(see("alice"), "/api-keys/")
    alice.page.fill("[name=name]", "parts")
    alice.page.locator("[name=scopes]").first.check()
    alice.named("button", "Create API key").click()
    alice.page.locator("#secret").wait_for()
    alice.named("button", "Copy").first.click()
    assert alice.copied().startswith("tb_live_")
    assert is_same_page(alice)


@pytest.mark.parametrize("scripts", [True, False])
def test_no_other_language_is_offered_while_a_secret_is_shown_that_it_would_lose(see: See, scripts: bool) -> None:
    alice = see("alice", scripts=scripts).open("/api-keys/")
    assert alice.named("button", "日本語").is_visible()
    alice.page.fill("[name=name]", "languages")
    alice.page.locator("[name=scopes]").first.check()
    alice.named("button", "Create API key").click()
    alice.page.locator("#secret").wait_for()
    assert alice.page.locator(".languages button:visible").count() == 0
    alice.open("/api-keys/")
    assert alice.named("button", "日本語").is_visible()


def test_whoever_is_signed_out_meanwhile_is_asked_to_sign_in(see: See) -> None:
    alice = opened(see("alice"), "/history/")
    alice.page.context.clear_cookies(name="sessionid")
    alice.named("searchbox", "Search").fill("x")
    alice.page.wait_for_url("**/sign-in/?next=/history/**")
    alice.complaints.clear()


def test_a_failure_is_said(see: See) -> None:
    alice = opened(see("alice"), "/history/")
    alice.page.route("**/history/?*", lambda route: route.abort())
    alice.named("searchbox", "Search").fill("x")
    alice.page.get_by_text("That didn't work. Check your connection").wait_for()
    alice.complaints.clear()


def test_nothing_of_a_message_stays_in_the_browsers_storage(see: See) -> None:
    alice = opened(see("alice"), "/history/")
    alice.named("searchbox", "Search").fill("見積もり")
    alice.page.wait_for_url("**q=*")
    alice.page.locator("#list .row").first.wait_for()
    kept = alice.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "htmx-history-cache" not in kept
    assert MESSAGES[0] not in kept
    assert "難しい" not in kept


FOREIGN = "<main id='main'><div id='list'><b id='planted'>x</b></div></main>"


@pytest.mark.parametrize("headers", [{}, {"Vary": "Accept-Language"}])
def test_an_answer_that_is_no_part_of_ours_is_not_put_in_place(see: See, headers: dict[str, str]) -> None:
    alice = opened(see("alice"), "/history/")
    alice.page.route(
        "**/history/?*", lambda route: route.fulfill(body=FOREIGN, content_type="text/html", headers=headers)
    )
    alice.named("searchbox", "Search").fill("x")
    alice.page.get_by_text("That didn't work.").wait_for()
    assert alice.page.locator("#planted").count() == 0
    alice.complaints.clear()


def test_htmx_asks_no_other_origin(see: See) -> None:
    alice = opened(see("alice"), "/history/")
    asked: list[str] = []
    alice.page.on("request", lambda request: asked.append(request.url))
    alice.page.evaluate("htmx.ajax('GET', 'http://evil.example/', '#list').catch(() => null)")
    alice.page.wait_for_timeout(100)
    assert [url for url in asked if "evil" in url] == []
    alice.complaints.clear()


@pytest.mark.parametrize(
    "made",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
        "trustedTypes.createPolicy('default', {createHTML: (html) => html})",
        "trustedTypes.createPolicy('tonebridge-page', {createHTML: (html) => html})",
        "htmx.swap('#list', '<b>x</b>', {swapStyle: 'innerHTML'})",
    ],
)
def test_no_string_becomes_markup_where_htmx_is_loaded(see: See, made: str) -> None:
    alice = opened(see("alice"), "/history/")
    with pytest.raises(Error, match=r"Trusted|Policy"):
        alice.page.evaluate(made)
    alice.complaints.clear()


def test_scripts_and_handlers_in_a_part_do_not_run(see: See) -> None:
    """Were a template to forget escaping, the policy for content still stands."""
    alice = opened(see("alice"), "/history/")
    body = (
        "<main id='main'><div id='list'><script>document.title='fired'</script><p hx-on:click=\"document.title='fired'\">"
        "<img src=x onerror=\"document.title='fired'\"><i id=swapped hx-vals='js:{x: document.title=\"fired\"}'></i></p></div></main>"
    )
    alice.page.route(
        "**/history/?*",
        lambda route: route.fulfill(body=body, content_type="text/html", headers={"Vary": "HX-Request"}),
    )
    alice.named("searchbox", "Search").fill("x")
    alice.page.locator("#swapped").wait_for(state="attached")
    alice.page.locator("#list p").click(force=True)
    alice.page.wait_for_timeout(200)
    assert alice.page.title() != "fired"
    alice.complaints.clear()


def test_lists_and_forms_work_without_scripts(see: See) -> None:
    alice = see("alice", scripts=False).open("/history/")
    alice.page.fill("[name=q]", "そんな言葉はどこにもない")
    alice.named("button", "Show").click()
    assert "No matches." in alice.page.locator("main").inner_text()


def handed_in(sight: Sight) -> str:
    """The page of a job that waits: here no worker runs."""
    sight.open("/jobs/new/")
    file = {"name": "two.csv", "mimeType": "text/csv", "buffer": "text\n直せ。\n早く直せ。\n".encode()}
    sight.page.set_input_files("#id_file", file)  # type: ignore[arg-type]  # Playwright's own TypedDict
    sight.page.locator("#columns th").wait_for()
    sight.named("button", "Start").click()
    sight.page.wait_for_url("**/jobs/*-*/")
    return sight.page.url


def test_a_job_that_ends_is_shown_in_place(see: See) -> None:
    alice = see("alice")
    address = handed_in(alice)
    job = address.rstrip("/").rsplit("/", 1)[1]

    def answer(socket: WebSocketRoute, message: str | bytes) -> None:
        assert json.loads(message)["payload"]["channel"] == f"job:{job}"
        told = {"id": job, "status": "succeeded", "finished_at": "2026-11-25T00:00:00Z", "event_id": "2"}
        payload = told | {"progress": {"total": 2, "done": 2, "failed": 0}}
        socket.send(json.dumps({"type": "job.progress", "id": job, "payload": payload}))

    alice.page.route_web_socket("**/ws/v1/", lambda socket: socket.on_message(partial(answer, socket)))
    with alice.page.expect_response(lambda one: one.request.headers.get("hx-request") == "true") as part:
        opened(alice, address)
    assert part.value.status == 200
    assert "site-header" not in part.value.text()
    assert is_same_page(alice)


def test_results_of_a_running_job_come_by_themselves_and_are_asked_for_only_when_there_are_more(see: See) -> None:
    alice = see("alice", lasting=True)
    address = handed_in(alice)
    job = address.rstrip("/").rsplit("/", 1)[1]
    progress = {"id": job, "status": "running", "finished_at": None, "progress": {"total": 2, "done": 1, "failed": 0}}

    def answer(socket: WebSocketRoute, _message: str | bytes) -> None:
        for number in range(2, 8):
            payload = progress | {"event_id": str(number)}
            socket.send(json.dumps({"type": "job.progress", "id": job, "payload": payload}))

    asked: list[Route] = []

    def one_more(route: Route) -> None:
        if not route.request.headers.get("hx-request"):
            return route.continue_()
        asked.append(route)
        answered = route.fetch()
        body = (
            answered.text()
            .replace('data-shown="0"', 'data-shown="1"')
            .replace("Results will appear here", "直してください")
        )
        return route.fulfill(response=answered, body=body)

    alice.page.clock.install()
    alice.page.route(address, one_more)
    alice.page.route_web_socket("**/ws/v1/", lambda socket: socket.on_message(partial(answer, socket)))
    opened(alice, address)
    alice.page.locator("#list", has_text="直してください").wait_for()
    assert is_same_page(alice) and alice.page.evaluate("document.activeElement === document.body")
    alice.page.clock.fast_forward(60_000)
    assert is_same_page(alice) and len(asked) == 1


def test_a_job_is_cancelled_in_place(see: See) -> None:
    alice = see("alice")
    alice.page.goto(handed_in(alice))
    alice.page.evaluate(MARK)
    alice.named("button", "Cancel job").click()
    alice.page.get_by_text("The job has been cancelled.").wait_for()
    assert alice.page.locator("#job-state").inner_text() == "cancelled"
    assert is_same_page(alice)


def test_the_operations_page_follows_the_product(see: See) -> None:
    staff = opened(see("admin"), "/admin/operations/")
    staff.page.evaluate("document.getElementById('operations').dataset.old = 'yes'")
    staff.page.wait_for_selector("#operations:not([data-old])")
    assert staff.page.locator("#states-title").is_visible()
    assert is_same_page(staff)


def test_the_operations_page_leads_to_sign_in_once_the_session_ended(see: See) -> None:
    staff = opened(see("admin"), "/admin/operations/")
    staff.page.context.clear_cookies(name="sessionid")
    staff.page.wait_for_url("**/sign-in/**")
    staff.complaints.clear()
