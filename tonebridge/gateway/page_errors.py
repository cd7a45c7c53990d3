"""Django's middleware for pages: the product's errors as a page, and the sign-in page where somebody has to sign in."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect

from tonebridge.errors import ToneBridgeError, Unauthorized
from tonebridge.gateway.problems import as_known, is_database_away, page
from tonebridge.pages.parts import wants_part

SIGN_IN = ("/sign-in/", "/admin/login/")


class PageErrors:
    """DRF answers for its own views; what reaches here was raised by a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asks_to_sign_in = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
        return HttpResponseClientRedirect(response["Location"]) if asks_to_sign_in and wants_part(request) else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None leaves the exception to Django."""
        if isinstance(exception, Unauthorized):
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if not isinstance(exception, ToneBridgeError) and not is_database_away(exception):
            return None
        return page(request, as_known(exception))
