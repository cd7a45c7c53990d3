"""Django's middleware for pages: the product's errors as a page, and the sign-in page where somebody has to sign in."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from tonebridge.errors import ReauthenticationRequired, ToneBridgeError, Unauthorized
from tonebridge.gateway.denials import note_reason
from tonebridge.gateway.exchange import KEY
from tonebridge.gateway.problems import as_known, page
from tonebridge.pages.parts import wants_part
from tonebridge.resilience.database_errors import trouble_of

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
            return _to_sign_in(request)
        if isinstance(exception, ReauthenticationRequired):  # of those who have signed in: no verb asks it of others
            note_reason(exception, request.META.get(KEY))
            return None  # the middleware above asks who it is
        if not isinstance(exception, ToneBridgeError) and not trouble_of(exception):
            return None
        return page(request, as_known(exception))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A form that only members see, and that nobody has sent, was open when its reader signed out in another tab."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    messages.warning(request, _("You've been signed out. Sign in to continue."))
    return redirect_to_login("/")
