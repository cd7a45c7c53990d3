"""axe on every page, in Japanese in the light and in English in the dark; the workspace has nothing moderate either."""

from functools import partial

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
    "/nothing-is-here/",
)
INSIDE = (
    "/history/",
    "/history/{message}/",
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
"""No rule of axe looks at language and colours together, so two of the four ways to show a page say what all do."""


def faults(sight: Sight, least: set[str]) -> list[str]:
    """Violations of those impacts, each with what it is about; without waiting for colours to fade into each other."""
    sight.page.emulate_media(reduced_motion="reduce")
    found = Axe().run(sight.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in least]


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
    empty = faults(alice, GRAVE | {"moderate"})
    alice.named("textbox", words["message"]).fill(MESSAGES[0])
    alice.page.locator("[name=compare]").click()
    alice.page.wait_for_selector("#strengths-title")
    assert empty + faults(alice, GRAVE | {"moderate"}) == []


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
    assert faults(visitor, GRAVE | {"moderate"}) == []
