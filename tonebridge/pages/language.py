"""The language of the page that is being served, and how a page with a message on it changes it."""

from collections.abc import Callable
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language

FIELD = "page_language"
"""The name of the buttons that send a message's form to have its page in another language."""


def page_language() -> Literal["ja", "en"]:
    """ja unless the reader chose English."""
    return "en" if (get_language() or "").startswith("en") else "ja"


def newly_chosen(request: HttpRequest) -> str:
    """The language that a form was sent for, so that what is typed in it stays; empty where it was sent for what it does."""
    code = request.POST.get(FIELD, "")
    return code if code in dict(settings.LANGUAGES) else ""


def in_chosen(language: str, shown: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that `shown` makes in that language, which the browser goes on asking for: as Django's `set_language` does."""
    with translation.override(language):
        response = shown()
    response["Content-Language"] = language
    keep_language(response, language)
    return response


def keep_language(response: HttpResponse, language: str) -> None:
    """The cookie that Django's own choice of a language sets."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
