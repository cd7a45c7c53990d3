"""Django's middleware for pages: asks those who signed in a while ago who they are, and goes on with what they were doing.

A verb that needs it raises ReauthenticationRequired before it has done anything. The answer is a form that is sent to the
same address, with all that was typed; once the password or the code is right, the view is called as if nothing had been
asked. No script is needed, and what was typed is kept nowhere but on the page.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from apps.accounts.actions.reauthenticate import reauthenticate
from apps.accounts.address_limit import spend_try
from apps.accounts.queries.second_factors import has_second_factor
from apps.accounts.web.forms import ReauthenticationForm
from apps.accounts.web.session import note_authentication, signed_in_user
from tonebridge.errors import InvalidToken, ReauthenticationRequired
from tonebridge.pages.forms import handed_in, render_form
from tonebridge.pages.parts import HEADER

MARK = "reauthenticate"
"""The form's own fields begin so; this one says which method was asked."""
SECRET = frozenset({"password", "current_password", "new_password", "code", "csrfmiddlewaretoken"})
"""Never written into a page: these few are typed anew."""
TEMPLATE = "accounts/reauthenticate.html"


class Reauthentication:
    """Behind the sign-in: `request.user` is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """None goes on to the view. `Any`: Django's own signature."""
        if request.method != "POST" or MARK not in request.POST or not request.user.is_authenticated:
            return None
        form = _form(request, request.POST)
        try:
            status = handed_in(form, lambda: _show(request, form))
        except InvalidToken:  # the session has ended: nobody else would answer for a middleware
            return redirect_to_login(request.get_full_path() if request.POST[MARK] == "GET" else "/")
        if status != 303:
            return _page(request, form, status)
        return redirect(request.get_full_path()) if request.POST[MARK] == "GET" else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """None leaves the exception to others."""
        if not isinstance(exception, ReauthenticationRequired) or not request.user.is_authenticated:
            return None
        return _page(request, _form(request, None), exception.status)


def _form(request: HttpRequest, data: Any) -> ReauthenticationForm:
    return ReauthenticationForm(data, prefix=MARK, asks_for_code=has_second_factor(signed_in_user(request)))


def _show(request: HttpRequest, form: ReauthenticationForm) -> None:
    spend_try(request, "reauthenticate")
    reauthenticate(user_id=signed_in_user(request), **form.cleaned_data)
    note_authentication(request)


def _page(request: HttpRequest, form: ReauthenticationForm, status: int) -> HttpResponse:
    shown: dict[str, object] = {
        "method": request.POST.get(MARK) or request.method,
        "address": request.get_full_path(),
        "kept": [(name, value) for name, values in request.POST.lists() if _is_kept(name) for value in values],
    }
    response = render_form(request, TEMPLATE, shown, form=form, status=status)
    add_never_cache_headers(response)
    patch_vary_headers(response, [HEADER])
    return response


def _is_kept(name: str) -> bool:
    return name not in SECRET and not name.startswith(MARK)
