"""A browser on the wire: cookies, forms with their tokens, and what an attacker would try with either."""

import re
from collections.abc import Mapping

import httpx
import yaml

from drills.world import PATIENCE_S
from tonebridge.devstack.places import CHECKOUT

TABLE = CHECKOUT / "docs" / "permissions.yaml"
ID = "01a21300-0000-7000-8000-000000000000"
NOT_PAGES = ("/api/", "/.well-known/", "/health", "/metrics")


class Browser:
    """One person at one device. `address` is told to a server that trusts this machine as its proxy."""

    def __init__(self, base_url: str, *, address: str = "", session: str = "") -> None:
        headers = {"X-Forwarded-For": address} if address else {}
        self._client = httpx.Client(base_url=base_url, headers=headers, timeout=PATIENCE_S)
        if session:
            self._client.cookies.set("sessionid", session, domain="127.0.0.1")
        self._set: list[str] = []
        self.forms_tried = 0

    def session(self) -> str:
        """The session cookie."""
        return self._client.cookies.get("sessionid", "") or ""

    def sign_in(self, email: str, password: str) -> bool:
        """Through the page, as a person does; whether it let one in."""
        answer = self.submit("/sign-in/", {"email": email, "password": password})
        self._set = [cookie.strip() for cookie in answer.headers.get_list("set-cookie")]
        return answer.status_code == httpx.codes.FOUND

    def sign_out(self) -> bool:
        return self.submit("/sign-out/", {}).status_code == httpx.codes.FOUND

    def is_inside(self) -> bool:
        """Whether a member's page opens."""
        return self._client.get("/usage/").status_code == httpx.codes.OK

    def get(self, path: str) -> httpx.Response:
        """A page, as it is answered to this person."""
        return self._client.get(path)

    def survives_fixation(self, email: str, password: str) -> bool:
        """Come with a session that somebody else knows: signing in must give another."""
        self._client.cookies.set("sessionid", "a" * 32, domain="127.0.0.1")
        entered = self.sign_in(email, password)
        return entered and self.session() not in {"", "a" * 32}

    def cookies_are_guarded(self) -> bool:
        """Of those that signing in set: no script reads them, and other sites can't send them along."""
        secret = [cookie for cookie in self._set if not cookie.startswith(("csrftoken=", "messages="))]
        return len(secret) > 1 and all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in secret)

    def forged_forms_taken(self) -> list[str]:
        """Pages that take a form without its token, from the permission table."""
        doors = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["doors"]
        paths = [path for path, methods in doors.items() if "POST" in methods and not path.startswith(NOT_PAGES)]
        self.forms_tried = len(paths)
        filled = [re.sub(r"\{\w+\}", ID, path) for path in paths]
        return [
            path for path in filled if self._client.post(path, data={"x": "y"}).status_code != httpx.codes.FORBIDDEN
        ]

    def submit(self, path: str, fields: Mapping[str, object], *, page: str = "") -> httpx.Response:
        """A form with the token of `page`; without one, of the page that everybody sees."""
        shown = self._client.get(page or ("/sign-in/" if path == "/sign-in/" else "/"))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)
        return self._client.post(path, data={**fields, "csrfmiddlewaretoken": token[1] if token else ""})
