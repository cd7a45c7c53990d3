"""axe on every page, in both languages and both schemes; the workspace has nothing moderate either."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import See
from tests.browser.people import MESSAGES
from tests.browser.product import Product
from tests.browser.sight import WORDS, Sight

GRAVE = {"serious", "critical"}
PUBLIC = ("/", "/read/", "/sign-in/", "/sign-up/", "/forgot-password/")
INSIDE = (
    "/history/",
    "/history/{message}/",
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
    "/security/two-step/",
    "/audit/",
)
EVERYWHERE = pytest.mark.parametrize(("language", "dark"), [("ja", False), ("ja", True), ("en", False), ("en", True)])


def faults(sight: Sight, least: set[str]) -> list[str]:
    """Violations of those impacts, each with what it is about."""
    found = Axe().run(sight.page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found if each["impact"] in least]


@EVERYWHERE
def test_public_pages_have_no_barriers(see: See, language: str, dark: bool) -> None:
    visitor = see(language=language, dark=dark)
    found = {path: faults(visitor.open(path), GRAVE) for path in PUBLIC}
    assert {path: each for path, each in found.items() if each} == {}


@EVERYWHERE
def test_pages_of_members_have_no_barriers(see: See, product: Product, language: str, dark: bool) -> None:
    alice = see("alice", language=language, dark=dark)
    paths = [path.format(**product.people["alice"]) for path in INSIDE]
    found = {path: faults(alice.open(path), GRAVE) for path in paths}
    assert {path: each for path, each in found.items() if each} == {}


@EVERYWHERE
@pytest.mark.parametrize("width", [390, 1280])
def test_the_workspace_has_not_even_small_barriers(see: See, language: str, dark: bool, width: int) -> None:
    alice, words = see("alice", language=language, dark=dark, width=width), WORDS[language]
    alice.open("/")
    empty = faults(alice, GRAVE | {"moderate"})
    alice.named("textbox", words["message"]).fill(MESSAGES[0])
    alice.page.locator("[name=compare]").click()
    alice.page.wait_for_selector("#strengths-title")
    assert empty + faults(alice, GRAVE | {"moderate"}) == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_style_guide_has_no_barriers(see: See, dark: bool) -> None:
    staff = see("staff", dark=dark).open("/styleguide/")
    assert faults(staff, GRAVE | {"moderate"}) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_reading_has_no_barriers(see: See, language: str) -> None:
    visitor = see(language=language).open(f"/read/?sample={language}")
    visitor.page.locator(".composer .button--main").click()
    visitor.page.wait_for_selector("#summary")
    assert faults(visitor, GRAVE | {"moderate"}) == []
