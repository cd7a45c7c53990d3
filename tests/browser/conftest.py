"""Real Chromium on the running product. Where there is none, these tests are skipped; CI sets BROWSER_REQUIRED=1."""

import itertools
import os
from collections.abc import Callable, Iterator
from ipaddress import IPv4Address
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from drills.chromium import found, launched
from tests.browser.contexts import Contexts, Kind
from tests.browser.databases import copied_database
from tests.browser.product import Product
from tests.browser.sight import Sight

NUMBERS = itertools.count(1)
FIRST_ADDRESS = IPv4Address("198.18.0.0") + os.getpid() % 500 * 256
"""Of visitors of this process; the network is one for tests (RFC 2544)."""
See = Callable[..., Sight]
ONE_PROCESS_LESS = ("--disable-gpu", "--in-process-gpu")
"""There is no graphics card to talk to: a result's page takes a quarter less of the processor."""


@pytest.fixture(scope="package")
def product() -> Iterator[Product]:
    """One for all of them, which are run one after another (`tests/conftest.py`); it ends with the last."""
    if not found() and not os.environ.get("BROWSER_REQUIRED"):
        pytest.skip("there is no Chromium here: apt install chromium-headless-shell")
    with copied_database() as databases:
        running = Product(databases)
        yield running
        running.end()


@pytest.fixture(scope="package")
def chromium(product: Product) -> Iterator[Browser]:
    """One for all of them, and no longer: while it runs, the thread belongs to Playwright's loop, and other tests need theirs."""
    with sync_playwright() as playwright:
        browser = launched(playwright, flags=ONE_PROCESS_LESS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def signed_in() -> dict[str, Any]:
    """The cookies of those who signed in for a test, for the tests behind it: no test ends a session that it didn't begin itself."""
    return {}


@pytest.fixture(scope="package")
def contexts(product: Product, chromium: Browser) -> Contexts:
    return Contexts(chromium, product.base_url)


@pytest.fixture
def see(product: Product, contexts: Contexts, signed_in: dict[str, Any]) -> Iterator[See]:
    """Open the product as somebody. What a script complains of fails the test. `lasting`: the test changes what outlives pages, as
    the clock does, so nobody comes after it.
    """
    opened: list[tuple[Kind | None, Sight]] = []

    def somebody(
        who: str = "",
        *,
        language: str = "en",
        width: int = 1280,
        dark: bool = False,
        scripts: bool = True,
        lasting: bool = False,
    ) -> Sight:
        kind = (language, scripts)
        context = contexts.lend(kind, address=str(FIRST_ADDRESS + next(NUMBERS)))
        context.add_cookies(signed_in.get(who, []))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        sight = Sight(page, None if who in signed_in else product.people.get(who))
        if who:
            signed_in.setdefault(who, context.cookies())
        opened.append((None if lasting else kind, sight))
        return sight

    yield somebody
    for kind, sight in opened:
        complaints = sight.complaints
        contexts.take_back(kind, sight.page.context)
        assert complaints == []
