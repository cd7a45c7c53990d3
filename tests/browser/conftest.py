"""Real Chromium on the running product. Where there is none, these tests are skipped; CI sets BROWSER_REQUIRED=1."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.product import Product
from tests.browser.sight import Sight

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
NUMBERS = itertools.count(1)
See = Callable[..., Sight]


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """One for the session."""
    if not CHROMIUM and not os.environ.get("BROWSER_REQUIRED"):
        pytest.skip("there is no Chromium here: apt install chromium")
    running = Product()
    yield running
    running.end()


@pytest.fixture(scope="module")
def chromium(product: Product) -> Iterator[Browser]:
    """One for a module: while it runs, the thread belongs to Playwright's loop, and other tests need theirs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM or None, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def see(product: Product, chromium: Browser) -> Iterator[See]:
    """Open the product as somebody. What a script complains of fails the test."""
    opened: list[tuple[BrowserContext, Sight]] = []

    def somebody(
        who: str = "", *, language: str = "en", width: int = 1280, dark: bool = False, scripts: bool = True
    ) -> Sight:
        context = chromium.new_context(
            base_url=product.base_url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="ja-JP" if language == "ja" else "en-US",
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
            extra_http_headers={"X-Forwarded-For": f"198.51.{os.getpid() % 250}.{next(NUMBERS)}"},
        )
        sight = Sight(context.new_page(), product.people.get(who))
        opened.append((context, sight))
        return sight

    yield somebody
    for context, sight in opened:
        complaints = sight.complaints
        context.close()
        assert complaints == []
