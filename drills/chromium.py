"""The browser of tests, drills and benchmarks: the one that the system has."""

import shutil

from playwright.sync_api import Browser, Playwright

WITH_WINDOWS = ("chromium", "google-chrome")
NAMES = ("chromium-headless-shell", *WITH_WINDOWS)
"""The shell is the same without windows: a page takes a quarter of the processor time."""


def found(names: tuple[str, ...] = NAMES) -> str | None:
    """The path of the first that is there."""
    return next(filter(None, map(shutil.which, names)), None)


def launched(playwright: Playwright, names: tuple[str, ...] = NAMES, flags: tuple[str, ...] = ()) -> Browser:
    """Started. Raises playwright's Error where there is none."""
    return playwright.chromium.launch(executable_path=found(names), args=["--no-sandbox", *flags])
