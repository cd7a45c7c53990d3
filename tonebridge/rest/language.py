"""The language of an answer."""

from collections.abc import Callable
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

Language = Literal["ja", "en"]
"""The codes of `settings.LANGUAGES`, which a type checker can't read."""
LONGEST_HEADER = 500


def supported_language(code: str) -> Language | None:
    """The code itself where it is one of `settings.LANGUAGES`."""
    return cast(Language, code) if any(code == known for known, _name in settings.LANGUAGES) else None


def preferred_language(accepted: str, *, otherwise: Language) -> Language:
    """Whichever of our languages an Accept-Language names first."""
    for code, _weight in parse_accept_lang_header(accepted[:LONGEST_HEADER]):
        if found := supported_language(code.partition("-")[0]):
            return found
    return otherwise


class ReaderLanguage:
    """Says of an answer what the front door has chosen: no address of the API has a language in it.

    The language depends on a cookie too (`gateway/request_id.py`). An answer that is public is the same in all languages, or says
    its own: it must not vary by cookies, or else no shared cache could give it to two callers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "public" not in response.headers.get("Cache-Control", ""):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", translation.get_language())
        return response
