"""axe on every page, in Japanese in the light and in English in the dark; the workspace has nothing moderate either."""

from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Route

from tests.browser.conftest import See
from tests.browser.people import MESSAGES
from tests.browser.product import Product
from tests.browser.sight import WORDS, Sight
from tonebridge import errors
from tonebridge.gateway.problems import page

GRAVE = {"serious", "critical"}
PUBLIC = (
    "/",
    "/read/",
    "/sign-in/",
    "/sign-up/",
    "/forgot-password/",
    "/invitations/{invitation}/",
    "/reset-password/{reset}/",
    "/connect-model/",
    "/nothing-is-here/",
)
INSIDE = (
    "/history/",
    "/history/{message}/",
    "/history/{unsure}/",
    "/history/{message}/receipt/",
    "/history/{message}/delete/",
    "/glossary/",
    "/glossary/{term}/",
    "/glossary/{term}/delete/",
    "/glossary/import/",
    "/analytics/",
    "/team/",
    "/api-keys/",
    "/usage/",
    "/account/",
    "/account/delete/",
    "/security/",
    "/security/password/",
    "/security/sessions/",
    "/security/two-step/",
    "/account/delete-organization/",
    "/jobs/",
    "/jobs/new/",
    "/team/leave/",
    "/team/name/",
    "/styleguide/",
    "/nothing-is-here/",
    "/audit/",
)
ADMINISTRATION = (
    "/admin/",
    "/admin/operations/",
    "/admin/transform/promptversion/",
    "/admin/transform/promptversion/add/",
    "/admin/transform/transformationtyperow/",
    "/admin/queues/job/",
    "/admin/queues/deadletter/",
    "/admin/accounts/user/",
    "/admin/accounts/organization/",
)
IN_BOTH = pytest.mark.parametrize("language", ["ja", "en"])
DARK = {"ja": False, "en": True}
"""Most pages are looked at in two of the four ways to show them: a second look at each takes as long as the first."""
OF_COLOURS = ["color-contrast", "link-in-text-block"]


AXE = Axe().axe_script
VIOLATIONS = "(options) => axe.run(options).then((found) => found.violations)"
"""The rest of what it found is larger than a page."""


def faults(sight: Sight, least: set[str], **options: Any) -> list[str]:
    """Violations of those impacts, each with what it is about; without waiting for colours to fade into each other."""
    sight.page.emulate_media(reduced_motion="reduce")
    if not sight.page.evaluate("'axe' in window"):
        sight.page.evaluate(AXE)
        sight.page.add_init_script(AXE)  # whatever is opened next has it: half a megabyte goes to the browser once
    found = sight.page.evaluate(VIOLATIONS, {"reporter": "no-passes", "resultTypes": ["violations"], **options})
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in least]


def faults_in_both(sight: Sight, language: str) -> list[str]:
    """All but the minor ones, and those of colours once more in the other scheme."""
    least = GRAVE | {"moderate"}
    found = faults(sight, least)
    sight.page.emulate_media(color_scheme="light" if DARK[language] else "dark")
    return found + faults(sight, least, runOnly=OF_COLOURS)


@IN_BOTH
def test_public_pages_have_no_barriers(see: See, product: Product, language: str) -> None:
    visitor = see(language=language, dark=DARK[language])
    paths = [path.format(**product.people["alice"]) for path in PUBLIC]
    found = {path: faults(visitor.open(path), GRAVE) for path in paths}
    assert {path: each for path, each in found.items() if each} == {}


@IN_BOTH
def test_pages_of_members_have_no_barriers(see: See, product: Product, language: str) -> None:
    alice = see("alice", language=language, dark=DARK[language])
    paths = [path.format(**product.people["alice"]) for path in INSIDE]
    found = {path: faults(alice.open(path), GRAVE) for path in paths}
    assert {path: each for path, each in found.items() if each} == {}


@IN_BOTH
@pytest.mark.parametrize("width", [390, 1280])
def test_the_workspace_has_not_even_small_barriers(see: See, language: str, width: int) -> None:
    alice, words = see("alice", language=language, dark=DARK[language], width=width), WORDS[language]
    alice.open("/")
    empty = faults_in_both(alice, language)
    alice.named("textbox", words["message"]).fill(MESSAGES[0])
    alice.page.locator("[name=compare]").click()
    alice.page.wait_for_selector("#strengths-title")
    assert empty + faults_in_both(alice, language) == []


RESULTS = {
    "ja": {
        "soften": "田中さん、見積もりは無理です。明日17時までに3件とも直してください。詳細は https://wiki.example.com/482 です。",
        "clarify": "なるべく早く、あれをいい感じに直してください。",
        "structure": "昨夜23:10に決済APIが止まりました。1,200件の注文が失敗しました。金曜までに報告します。",
        "terminology": "デプロイ後にレイテンシが上がったので、ロールバックします。",
        "requirements": "新しい集計画面が欲しいです。今月中にお願いします。",
        "background": "サーバーを2台増やしたいので、ご承認をお願いいたします。",
        "summarize": "確認しました。",
    },
    "en": {
        "soften": "Ms Tanaka, this can't be done. Fix all 3 by 17:00 tomorrow. Details: https://wiki.example.com/482",
        "clarify": "Please make it nicer as soon as possible.",
        "structure": "The payment API went down at 23:10. 1,200 orders failed. We will report by Friday.",
        "terminology": "Latency rose after the deploy, so we will roll back.",
        "requirements": "We would like a new report screen. Please finish it this month.",
        "background": "Could you please approve two more servers?",
        "summarize": "Thank you.",
    },
}
"""Results with facts, questions and explained terms, and one with none of them."""


@IN_BOTH
def test_no_result_has_barriers_whatever_was_decided(see: See, language: str) -> None:
    charlie, words = see("charlie", language=language, dark=DARK[language]).open("/"), WORDS[language]
    charlie.page.locator("[data-live]").uncheck()
    found = []
    for kind, text in RESULTS[language].items():
        charlie.named("textbox", words["message"]).fill(text)
        charlie.page.locator(f"[name=transformation_type][value={kind}]").check()
        with charlie.page.expect_response(Sight.is_kept):
            charlie.named("button", words["transform"]).click()
        charlie.page.wait_for_selector("#result-title:focus")
        open_all(charlie)
        found += faults(charlie, GRAVE | {"moderate"})
        if charlie.page.locator("[data-all=reject]").count():
            charlie.page.locator("[data-all=reject]").click()
            charlie.page.wait_for_selector("[data-measured=tone]:not([aria-busy])")
            found += faults(charlie, GRAVE | {"moderate"})
    assert found == []


def open_all(sight: Sight) -> None:
    """What is folded, and the changes in the text."""
    sight.page.evaluate("document.querySelectorAll('#answer details.fold').forEach((each) => (each.open = true))")
    if sight.page.locator("[name=result-view][value=marked]").count():
        sight.page.locator("[name=result-view][value=marked]").check()


@IN_BOTH
@pytest.mark.parametrize("width", [390, 1280])
def test_a_result_that_the_rules_arent_sure_of_has_not_even_small_barriers(
    see: See, product: Product, language: str, width: int
) -> None:
    alice = see("alice", language=language, dark=DARK[language], width=width)
    alice.open(f"/history/{product.people['alice']['unsure']}/")
    assert alice.page.locator("#result-text .unsure__sign[role=img]").count() == 2
    assert faults_in_both(alice, language) == []


@IN_BOTH
def test_pages_of_staff_have_no_barriers(see: See, language: str) -> None:
    staff = see("admin", language=language, dark=DARK[language])
    found = {path: faults(staff.open(path), GRAVE) for path in ADMINISTRATION}
    assert staff.page.url.endswith(ADMINISTRATION[-1]), "shown, not sent to sign in"
    assert {path: each for path, each in found.items() if each} == {}
    assert faults(staff.open("/styleguide/"), GRAVE | {"moderate"}) == []


@IN_BOTH
def test_what_goes_wrong_is_told_without_barriers(see: See, product: Product, language: str) -> None:
    visitor = see(language=language, dark=DARK[language])
    for error in (errors.Internal(), errors.RateLimited(retry_after_s=7), errors.Unavailable(retry_after_s=2)):
        visitor.page.route("**/broken/", partial(answer, told(error, language)))
        assert faults(visitor.open("/broken/"), GRAVE) == []


def answer(body: str, route: Route) -> None:
    route.fulfill(body=body, content_type="text/html")


def told(error: errors.ToneBridgeError, language: str) -> str:
    """The page of an error that no visitor can bring about."""
    with override(language):
        request = RequestFactory().get("/broken/")
        request.user = AnonymousUser()
        return page(request, error).content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_reading_has_no_barriers(see: See, language: str) -> None:
    visitor = see(language=language, dark=DARK[language]).open(f"/read/?sample={language}")
    visitor.page.locator(".composer .button--main").click()
    visitor.page.wait_for_selector("#summary")
    assert faults_in_both(visitor, language) == []
