"""Signing in and out on pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.web.destinations import destination
from apps.accounts.web.forms import SignInForm
from apps.accounts.web.session import begin_session, end_session, spend_try
from tonebridge.errors import ToneBridgeError
from tonebridge.pages.forms import posted, render_form


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET, POST /sign-in/"""
    if request.user.is_authenticated:
        return redirect(destination(request))
    form = SignInForm(posted(request))
    status = 200 if request.method != "POST" else _enter(request, form)
    if status == 303:
        return redirect(destination(request))
    return render_form(request, "accounts/sign_in.html", {"next": destination(request)}, form=form, status=status)


def _enter(request: HttpRequest, form: SignInForm) -> int:
    """The status of the answer: 303 once signed in."""
    if not form.is_valid():
        return 422
    try:
        spend_try(request, "sign-in")
        begin_session(request, email=form.cleaned_data["email"], password=form.cleaned_data["password"])
    except ToneBridgeError as error:
        form.refuse(error)
        return 422 if error.status == 401 else error.status
    return 303


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """POST /sign-out/"""
    end_session(request)
    messages.success(request, _("You are signed out."))
    return redirect("/")
