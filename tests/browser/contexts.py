"""Browser contexts that visitors of tests come in, one after another.

A new one knows no file of ours: its first page takes six times the processor time of the next one's.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext

LOCALES = {"en": "en-US", "ja": "ja-JP"}
STORED = "local_storage,indexeddb,cache_storage,service_workers"
Kind = tuple[str, bool]
"""What can't be changed later: the language, and whether scripts run."""


@dataclass
class Contexts:
    """Lent to one visitor at a time. Who comes next finds neither cookies nor pages nor anything that pages stored."""

    browser: Browser
    base_url: str
    _free: dict[Kind, list[BrowserContext]] = field(default_factory=lambda: defaultdict(list))

    def lend(self, kind: Kind, address: str) -> BrowserContext:
        """For somebody who comes from that address, as a proxy would name it."""
        free = self._free[kind]
        context = free.pop() if free else self.made(kind)
        context.set_extra_http_headers({"X-Forwarded-For": address})
        return context

    def take_back(self, kind: Kind | None, context: BrowserContext) -> None:
        """`kind` is None where nobody shall come after; nor does anybody where no page is left to clear it through."""
        if kind is None or not context.pages:
            context.close()
            return
        self._clear(context)
        self._free[kind].append(context)

    def made(self, kind: Kind) -> BrowserContext:
        language, scripts = kind
        return self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": 1280, "height": 900},
            locale=LOCALES[language],
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )

    def _clear(self, context: BrowserContext) -> None:
        told = context.new_cdp_session(context.pages[0])
        told.send("Storage.clearDataForOrigin", {"origin": self.base_url, "storageTypes": STORED})
        for page in context.pages:
            page.close()
        context.clear_cookies()
