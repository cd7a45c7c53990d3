"""Pictures of every page: `make screenshots` writes them to `.screenshots/`, those of the README with ARGS=--readme.

Each page in Japanese and English, light and dark, on a phone (390 px) and a desk (1,440 px); the workspace also at 320 and
2,560 px. Looking at them is for people.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from drills.chromium import launched
from tests.browser.product import Product
from tests.browser.sight import Sight
from tonebridge.devstack.places import CHECKOUT

PHONE, DESK = 390, 1440
DAYS_SHOWN = "20"
"""On charts."""
VISITOR = {
    "sign-in": "/sign-in/",
    "sign-up": "/sign-up/",
    "read": "/read/?sample={language}",
    "connect-model": "/connect-model/",
    "lost": "/nothing-is-here/",
}
MEMBER = {
    "history": "/history/",
    "entry": "/history/{message}/",
    "unsure": "/history/{unsure}/",
    "glossary": "/glossary/",
    "glossary-import": "/glossary/import/",
    "analytics": "/analytics/",
    "jobs": "/jobs/",
    "jobs-new": "/jobs/new/",
    "team": "/team/",
    "api-keys": "/api-keys/",
    "usage": "/usage/",
    "account": "/account/",
    "security": "/security/",
    "sessions": "/security/sessions/",
    "two-step": "/security/two-step/",
    "audit": "/audit/",
}
STAFF = {
    "styleguide": "/styleguide/",
    "admin": "/admin/",
    "operations": "/admin/operations/",
    "prompts": "/admin/transform/promptversion/",
}
Look = tuple[str, bool, int]
"""Language, dark or not, and width."""


def main(arguments: list[str]) -> int:
    """Start a product, fill it, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readme", action="store_true", help="the pictures of the README alone, into docs/images")
    parser.add_argument("--only", default="", help="pages whose name begins so")
    chosen = parser.parse_args(arguments)
    os.environ["PEOPLE_DAYS"] = DAYS_SHOWN
    product = Product()
    try:
        with sync_playwright() as playwright:
            browser = launched(playwright)
            Camera(browser, product).take(chosen.only, readme=chosen.readme)
            browser.close()
    finally:
        product.end()
    return 0


class Camera:
    """Takes pictures of the running product."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self.browser, self.product, self.visitors = browser, product, count(1)

    def take(self, only: str, *, readme: bool) -> None:
        if readme:
            self._for_readme(CHECKOUT / "docs" / "images")
            return
        folder = CHECKOUT / ".screenshots"
        folder.mkdir(exist_ok=True)
        for look in looks():
            self._pages("", VISITOR, look, folder, only)
            self._pages("alice", MEMBER, look, folder, only)
            self._pages("admin", STAFF, look, folder, only)
        for look in (*looks(), ("ja", False, 320), ("en", False, 320), ("ja", False, 2560), ("en", True, 2560)):
            self._workspace(look, folder, only)

    def _pages(self, who: str, pages: dict[str, str], look: Look, folder: Path, only: str) -> None:
        wanted = {name: path for name, path in pages.items() if name.startswith(only)}
        if not wanted:
            return
        sight = self._sight(who, look)
        for name, path in wanted.items():
            sight.open(path.format(language=look[0], **self.product.people["alice"]))
            sight.page.screenshot(path=folder / picture(name, look), full_page=True)
        sight.page.context.close()

    def _workspace(self, look: Look, folder: Path, only: str) -> None:
        if not "workspace".startswith(only):
            return
        sight = self._sight("", look).open("/")
        sight.page.screenshot(path=folder / picture("workspace-empty", look), full_page=True)
        transformed(sight, look[0])
        sight.page.screenshot(path=folder / picture("workspace", look), full_page=True)
        sight.page.context.close()

    def _for_readme(self, folder: Path) -> None:
        desk, phone = self._sight("", ("en", False, 1280)), self._sight("", ("ja", True, PHONE))
        transformed(desk.open("/"), "en")
        desk.page.evaluate("scrollTo(0, 0)")
        desk.page.screenshot(path=folder / "workspace.png")
        desk.open("/read/?sample=en").page.locator(".composer .button--main").click()
        desk.page.wait_for_selector("#summary")
        desk.page.evaluate("scrollTo(0, 0)")
        desk.page.screenshot(path=folder / "read.png")
        transformed(phone.open("/"), "ja")
        phone.page.screenshot(path=folder / "phone.png")
        alice = self._sight("alice", ("en", False, 1280)).open("/analytics/")
        alice.page.screenshot(path=folder / "analytics.png")

    def _sight(self, who: str, look: Look) -> Sight:
        language, dark, width = look
        context = self.browser.new_context(
            base_url=self.product.base_url,
            viewport={"width": width, "height": 844 if width < DESK / 2 else 1100},
            color_scheme="dark" if dark else "light",
            locale="ja-JP" if language == "ja" else "en-US",
            reduced_motion="reduce",
            extra_http_headers={
                "X-Forwarded-For": f"198.51.100.{next(self.visitors)}"
            },  # each from an address of its own
        )
        return Sight(context.new_page(), self.product.people.get(who))


def looks() -> Iterator[Look]:
    """Every one that every page is shown in."""
    for language in ("ja", "en"):
        for dark in (False, True):
            for width in (PHONE, DESK):
                yield language, dark, width


def picture(name: str, look: Look) -> str:
    """A file's name, such as `history-ja-dark-390.png`."""
    language, dark, width = look
    return f"{name}-{language}-{'dark' if dark else 'light'}-{width}.png"


def transformed(sight: Sight, language: str) -> None:
    """The sample of the language, with its result."""
    sight.page.locator("[data-name=angry]").click()
    sight.page.locator(".composer .button--main").click()
    sight.page.wait_for_selector("#result-title:focus")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
