"""Pages that are opened by a link from a mail: what they say once the link is over."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tonebridge.errors import LinkOver
from tonebridge.limits.call_limits import spend_strangers_call_now
from tonebridge.pages.limits import address_of

View = Callable[[HttpRequest, str], HttpResponse]


def mailed_link(again: str) -> Callable[[View], View]:
    """For a view of a token, which takes from the calls of the address. `again` is the name of the page that helps; one that is a member's comes after signing in."""

    def decorated(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            spend_strangers_call_now(address_of(request))  # whoever makes up tokens has the calls of any stranger
            try:
                return view(request, token)
            except LinkOver as error:
                shown = {"detail": str(error.detail), "again": again, "address": _address(request, again)}
                return render(request, "accounts/link_over.html", shown, status=error.status)

        return opened

    return decorated


def _address(request: HttpRequest, again: str) -> str:
    address = reverse(again)
    if again != "security" or request.user.is_authenticated:
        return address
    return f"{reverse('sign-in')}?{urlencode({'next': address}, safe='/')}"
