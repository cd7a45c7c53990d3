"""A browser for tests: gets and posts, and reads what a page says."""

import re
from collections.abc import Mapping
from html import unescape

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import translation

from tonebridge.tenancy.identity import as_nobody


class Page:
    """An answer, with its words as a reader sees them."""

    def __init__(self, response: HttpResponseBase) -> None:
        assert isinstance(response, HttpResponse)
        self.response = response
        self.status = response.status_code
        self.location = response.get("Location", "")

    @property
    def html(self) -> str:
        """The markup as it was sent."""
        return self.response.content.decode()

    @property
    def words(self) -> str:
        """The text between the tags, entities resolved, without what only scripts read."""
        visible = re.sub(r"<(script|style|template)\b.*?</\1>", " ", self.html, flags=re.DOTALL)
        return unescape(re.sub(r"<[^>]+>", " ", visible))

    def text_of(self, element_id: str) -> str:
        """What the element with this id says, exactly."""
        found = re.search(rf'<(\w+)[^>]*\bid="{element_id}"[^>]*>(.*?)</\1>', self.html, re.DOTALL)
        assert found, f"there is no #{element_id} on the page"
        return unescape(re.sub(r"<[^>]+>", "", found[2]))

    def links(self) -> list[str]:
        """The names of the links in the navigation."""
        navigation = re.search(r"<nav.*?</nav>", self.html, re.DOTALL)
        return re.findall(r"<a [^>]*>([^<]+)</a>", navigation[0]) if navigation else []


class Browser:
    """Django's test client, answering pages."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Page:
        return Page(self.client.get(path, query or {}))

    def post(self, path: str, fields: Mapping[str, object] | None = None, **headers: str) -> Page:
        return Page(
            self.client.post(path, dict(fields or {}), headers={k.replace("_", "-"): v for k, v in headers.items()})
        )

    def download(self, path: str, *, method: str = "get") -> str:
        """A streamed file's text, read as the server does it: after the page's request has ended and nobody acts any more, by
        a thread that has just answered a Japanese reader.
        """
        response = getattr(self.client, method)(path)
        assert isinstance(response, StreamingHttpResponse)
        assert response.headers["Content-Disposition"].startswith("attachment; filename")
        with as_nobody(), translation.override("ja"):
            return b"".join(response).decode("utf-8-sig")

    def reading(self, language: str) -> "Browser":
        """The same browser after its reader has chosen a language."""
        self.client.post("/i18n/setlang/", {"language": language, "next": "/"})
        return self
