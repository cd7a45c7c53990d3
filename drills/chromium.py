"""The browser of tests, drills and benchmarks: Debian's."""

import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
"""The shell is the same without windows: a page takes a quarter of the processor time."""
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)


def launched(playwright: Playwright) -> Browser:
    """Started. Raises playwright's Error where there is none."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
