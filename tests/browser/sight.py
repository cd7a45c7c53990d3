"""What somebody sees in a browser, and does."""

from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page

WORDS = {
    "en": {"message": "Message", "transform": "Transform", "result": "Result", "changes": "Changes", "copy": "Copy"},
    "ja": {"message": "メッセージ", "transform": "変換する", "result": "結果", "changes": "変更点", "copy": "コピー"},
}
EXPECTED = ("Failed to load resource",)
"""What Chromium says of an answer that isn't 200; tests look at those themselves."""


class Sight:
    """A page with somebody before it. `complaints` are errors of scripts and of the policy for content."""

    def __init__(self, page: Page, person: dict[str, str] | None) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if person:
            self._enter(person)

    def open(self, path: str) -> "Sight":
        self.page.goto(path)
        return self

    def sign_in(self, person: dict[str, str]) -> "Sight":
        """On the open page for it."""
        self.page.fill("[name=email]", person["email"])
        self.page.fill("[name=password]", person["password"])
        self.page.locator("[name=password]").press("Enter")
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        return self

    def named(self, role: Any, name: str) -> Locator:  # Playwright's own list of roles
        return self.page.get_by_role(role, name=name, exact=True)

    def transform(self, text: str, kind: str = "soften") -> "Sight":
        """On the open workspace, in English: write, choose, press, and wait for what comes."""
        self.named("textbox", "Message").fill(text)
        self.page.locator(f"[name=transformation_type][value={kind}]").check()
        with self.page.expect_response(self.is_kept):
            self.named("button", "Transform").click()
        self.page.wait_for_selector("#result-title:focus")
        return self

    @staticmethod
    def is_kept(response: Any) -> bool:  # Playwright's, which hides its body's type
        """The answer to the button, not one that came while somebody typed."""
        return response.request.method == "POST" and "live=1" not in (response.request.post_data or "")

    def result(self) -> str:
        return self.page.locator("#result-text").text_content() or ""

    def focused(self) -> str:
        """The id of what has the focus."""
        found: str = self.page.evaluate("document.activeElement.id")
        return found

    def copied(self) -> str:
        found: str = self.page.evaluate("navigator.clipboard.readText()")
        return found

    def _enter(self, person: dict[str, str]) -> None:
        if "session" in person:
            self.page.goto("/health")
            cookie: Any = {
                "name": "sessionid",
                "value": person["session"],
                "url": self.page.url,
            }  # Playwright's own type
            self.page.context.add_cookies([cookie])
            return
        self.open("/sign-in/").sign_in(person)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            self.complaints.append(message.text)
