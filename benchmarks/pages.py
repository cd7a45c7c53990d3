"""How heavy and how quick the workspace is in Chromium: `make bench-pages`.

Weight is what comes over the wire on a first visit. First paint and the largest element are of that visit, without a cache.
An interaction is timed by Chromium itself (event timing) from the key or click to the next paint, on a processor slowed
down four times: typing, sending, taking and leaving changes, undoing, editing.
"""

import argparse
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from drills.chromium import WITH_WINDOWS, launched
from drills.world import PASSWORD, World

ROUNDS, SLOWED = 5, 4
BUDGET = {"weight, KB": 120.0, "first paint, ms": 1000.0, "interaction, ms": 200.0}
MESSAGE = "検索画面の修正は、明日の17時までには無理です。今は手一杯です。勝手にお客さんに約束しないでください。今日中に決めてください。"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, entry) => sum + entry.transferSize, 0) / 1024"""
WATCH = """new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.interactionId) (window.seen ??= []).push(entry.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });"""


def main() -> int:
    """Prints a line a figure; 1 where one is over its budget."""
    argparse.ArgumentParser(description="Measure how heavy and quick the workspace is in Chromium.").parse_args()
    with World() as world:
        email = world.tenant("alice").email
        base_url = world.base_url
        with _chromium() as chromium:
            visits = [_visit(chromium.new_context(base_url=base_url).new_page()) for _ in range(ROUNDS)]
            slow = _interactions(chromium.new_context(base_url=base_url).new_page(), email)
    found = {
        "weight, KB": statistics.median(weight for weight, _ in visits),
        "first paint, ms": statistics.median(paint for _, paint in visits),
        "interaction, ms": max(slow, default=0.0),
    }
    for name, figure in found.items():
        sys.stdout.write(f"{name}: {figure:.1f} (budget {BUDGET[name]:.0f})\n")
    sys.stdout.write(f"{len(slow)} interactions of 16 ms or more, median {statistics.median(slow or [0]):.0f} ms\n")
    return int(any(figure > BUDGET[name] for name, figure in found.items()))


@contextmanager
def _chromium() -> Iterator[Any]:  # Playwright's browser
    with sync_playwright() as playwright:
        browser = launched(playwright, WITH_WINDOWS)
        yield browser
        browser.close()


def _visit(page: Page) -> tuple[float, float]:
    """Kilobytes and milliseconds of a first visit."""
    page.goto("/", wait_until="networkidle")
    found = float(page.evaluate(WEIGHT)), float(page.evaluate(PAINTED))
    page.context.close()
    return found


def _interactions(page: Page, email: str) -> list[float]:
    """Milliseconds of each, as a member with all of the workspace at hand."""
    page.goto("/sign-in/")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/")
    page.evaluate(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    _work(page)
    page.wait_for_timeout(500)
    return [float(each) for each in page.evaluate("window.seen ?? []")]


def _work(page: Page) -> None:
    page.locator("#id_text").click()
    page.keyboard.type(MESSAGE, delay=20)
    page.locator("[name=transformation_type]").nth(1).click()
    page.locator("[name=transformation_type]").nth(0).click()
    page.locator(".composer .button--main").click()
    page.wait_for_selector("#result-title:focus")
    for key in ("j", "r", "r", "k", "a", "z", "Shift+R", "Shift+A", "z"):
        page.keyboard.press(key)
        page.wait_for_timeout(50)
    page.locator("[data-edit]").click()
    page.keyboard.type("よろしくお願いします。", delay=20)
    page.locator("[data-editing] [data-undo]").click()


if __name__ == "__main__":
    sys.exit(main())
