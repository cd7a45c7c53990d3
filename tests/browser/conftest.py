"""Real Chromium on the running product. Where there is none, these tests are skipped; CI sets BROWSER_REQUIRED=1."""

import itertools
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from drills.chromium import found, launched
from tests.browser.product import Product
from tests.browser.sight import Sight

NUMBERS = itertools.count(1)
See = Callable[..., Sight]


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """One for the session."""
    if not found() and not os.environ.get("BROWSER_REQUIRED"):
        pytest.skip("there is no Chromium here: apt install chromium-headless-shell")
    running = Product()
    yield running
    running.end()


@pytest.fixture(scope="module")
def chromium(product: Product) -> Iterator[Browser]:
    """One for a module: while it runs, the thread belongs to Playwright's loop, and other tests need theirs."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Any]:
    """The cookies of those who signed in for a test of this module, for the tests behind it."""
    return {}


@pytest.fixture
def see(product: Product, chromium: Browser, signed_in: dict[str, Any]) -> Iterator[See]:
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
        context.add_cookies(signed_in.get(who, []))
        sight = Sight(context.new_page(), None if who in signed_in else product.people.get(who))
        if who:
            signed_in.setdefault(who, context.cookies())
        opened.append((context, sight))
        return sight

    yield somebody
    for context, sight in opened:
        complaints = sight.complaints
        context.close()
        assert complaints == []
