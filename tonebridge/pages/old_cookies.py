"""The language's cookie under the name that it had before production's names began with `__Host-`: read once, then replaced.

No such bridge leads from the old CSRF cookie: any neighbour of the domain could have planted it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import check_for_language

from tonebridge.pages.language import keep_language

OLD = "django_language"


class OldLanguageCookie:
    """In front of Django's choice of the language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name, chosen = settings.LANGUAGE_COOKIE_NAME, request.COOKIES.get(OLD, "")
        if name == OLD or not chosen:
            return self.get_response(request)
        is_known = check_for_language(chosen) and name not in request.COOKIES
        if is_known:
            request.COOKIES[name] = chosen
        response = self.get_response(request)
        response.delete_cookie(OLD)
        if is_known and name not in response.cookies:
            keep_language(response, chosen)
        return response
